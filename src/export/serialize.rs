//! What serde's data model is in JSON.

use std::fmt::Display;
use std::io;

use serde::Serialize;
use serde::ser::{self, Serializer};

use super::layout::JsonWriter;

/// Why a value could not be written: the writer's own fault, or the value's.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(super) struct Fault(#[from] io::Error);

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        fault.0
    }
}

impl ser::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Fault(io::Error::other(message.to_string()))
    }
}

type Outcome = Result<(), Fault>;

/// A list or an object that is being written.
pub(super) struct Open<'a, 'w> {
    json: &'a mut JsonWriter<'w>,
    is_empty: bool,
    end: &'static str,
    /// Whether it stands in an object of its own, under the name of a variant.
    is_variant: bool,
}

impl<'a, 'w> Open<'a, 'w> {
    fn new(json: &'a mut JsonWriter<'w>, start: &'static str, end: &'static str) -> Self {
        json.begin(start);
        Open { json, is_empty: true, end, is_variant: false }
    }

    fn list(json: &'a mut JsonWriter<'w>) -> Self {
        Open::new(json, "[", "]")
    }

    fn object(json: &'a mut JsonWriter<'w>) -> Self {
        Open::new(json, "{", "}")
    }

    /// Starts the next value or key.
    fn next(&mut self) -> Outcome {
        self.json.line(std::mem::replace(&mut self.is_empty, false));
        Ok(self.json.relieve()?)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.next()?;
        value.serialize(&mut *self.json)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome {
        self.next()?;
        self.json.key(name);
        value.serialize(&mut *self.json)
    }

    fn finish(self) -> Outcome {
        self.json.end(self.end, self.is_empty);
        if self.is_variant {
            self.json.end("}", false);
        }
        Ok(())
    }
}

impl<'w> JsonWriter<'w> {
    /// Starts the object of a variant that holds something.
    fn variant(&mut self, name: &'static str) {
        self.begin("{");
        self.line(true);
        self.key(name);
    }

    fn integer(&mut self, number: impl itoa::Integer) -> Outcome {
        self.word(itoa::Buffer::new().format(number));
        Ok(())
    }
}

impl<'a, 'w> Serializer for &'a mut JsonWriter<'w> {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Open<'a, 'w>;
    type SerializeTuple = Open<'a, 'w>;
    type SerializeTupleStruct = Open<'a, 'w>;
    type SerializeTupleVariant = Open<'a, 'w>;
    type SerializeMap = Open<'a, 'w>;
    type SerializeStruct = Open<'a, 'w>;
    type SerializeStructVariant = Open<'a, 'w>;

    fn serialize_bool(self, flag: bool) -> Outcome {
        self.word(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Outcome {
        self.integer(number)
    }

    fn serialize_i16(self, number: i16) -> Outcome {
        self.integer(number)
    }

    fn serialize_i32(self, number: i32) -> Outcome {
        self.integer(number)
    }

    fn serialize_i64(self, number: i64) -> Outcome {
        self.integer(number)
    }

    fn serialize_u8(self, number: u8) -> Outcome {
        self.integer(number)
    }

    fn serialize_u16(self, number: u16) -> Outcome {
        self.integer(number)
    }

    fn serialize_u32(self, number: u32) -> Outcome {
        self.integer(number)
    }

    fn serialize_u64(self, number: u64) -> Outcome {
        self.integer(number)
    }

    fn serialize_f32(self, number: f32) -> Outcome {
        self.serialize_f64(f64::from(number))
    }

    fn serialize_f64(self, number: f64) -> Outcome {
        match serde_json::Number::from_f64(number) {
            Some(number) => self.word(&number.to_string()),
            None => self.word("null"),
        }
        Ok(())
    }

    fn serialize_char(self, c: char) -> Outcome {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Outcome {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Outcome {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Outcome {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        self.name(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Outcome {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome {
        let mut open = Open::object(self);
        open.field(variant, value)?;
        open.finish()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a, 'w>, Fault> {
        Ok(Open::list(self))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a, 'w>, Fault> {
        Ok(Open::list(self))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a, 'w>, Fault> {
        Ok(Open::list(self))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a, 'w>, Fault> {
        self.variant(variant);
        Ok(Open { is_variant: true, ..Open::list(self) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a, 'w>, Fault> {
        Ok(Open::object(self))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a, 'w>, Fault> {
        Ok(Open::object(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a, 'w>, Fault> {
        self.variant(variant);
        Ok(Open { is_variant: true, ..Open::object(self) })
    }
}

impl ser::SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.value(value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.value(value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeTupleStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.value(value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeTupleVariant for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.value(value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    /// Keys are texts in all that is written here.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Outcome {
        self.value(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome {
        self.json.colon();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome {
        self.field(name, value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}

impl ser::SerializeStructVariant for Open<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome {
        self.field(name, value)
    }

    fn end(self) -> Outcome {
        self.finish()
    }
}
