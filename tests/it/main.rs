//! Tests of the public interface: the library's, and the example command line's.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod addresses;
mod any_page;
mod api;
mod clean_pages;
mod command;
mod conservation;
mod conventions;
mod diagnostics;
mod dialects;
mod encodings;
mod evidence;
mod expect;
mod exports;
mod faults;
mod findings;
mod floors;
mod folders;
mod growth;
mod hostile;
mod items;
mod laws;
mod limits;
mod linear;
mod mutations;
mod open;
mod pages;
mod read_markdown;
mod rendering;
mod rules;
mod shared;
mod source_syntax;
mod spans;
mod stack;
mod terminal;
mod writers;
