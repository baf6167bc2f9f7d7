//! A service that converts pages of anybody: `cargo run --manifest-path examples/service/Cargo.toml`, then
//! `curl --data-binary @page.html 'http://127.0.0.1:3000/?url=https://example.org/page.html'`.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use axum::{Json, Router};
use deplier::{Article, Diagnostic, ErrorKind, Limits, Parsed, Parser};

/// The address of the page.
#[derive(serde::Deserialize)]
struct Asked {
    url: Option<String>,
}

#[derive(serde::Serialize)]
struct Answer {
    article: Article,
    diagnostics: Vec<Diagnostic>,
}

type Refused = (StatusCode, String);

fn main() -> std::io::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_io().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
        axum::serve(listener, app()).await
    })
}

fn app() -> Router {
    // Longer bodies are not even read.
    Router::new().route("/", post(convert)).layer(DefaultBodyLimit::max(Limits::untrusted().max_bytes))
}

async fn convert(
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    page: Bytes,
) -> Result<Json<Answer>, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let charset = content_type.and_then(charset).map(str::to_owned);
    // Converting takes processor time: other requests do not wait for it.
    let converted = tokio::task::spawn_blocking(move || {
        let mut parser = Parser::new().with_limits(Limits::untrusted());
        if let Some(charset) = charset {
            parser = parser.with_encoding(&charset)?;
        }
        if let Some(url) = asked.url {
            parser = parser.with_url(&url)?;
        }
        parser.parse_slice(&page)
    });
    let parsed = converted.await.map_err(|fault| (StatusCode::INTERNAL_SERVER_ERROR, fault.to_string()))?;
    let Parsed { article, diagnostics, .. } = parsed.map_err(refused)?;
    Ok(Json(Answer { article, diagnostics }))
}

fn refused(error: deplier::Error) -> Refused {
    let status = match error.kind() {
        ErrorKind::Limit => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::FrontMatter => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_REQUEST,
    };
    (status, error.to_string())
}

/// Returns the charset of a Content-Type.
fn charset(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn send(path: &str, page: impl Into<Body>) -> (StatusCode, String) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "text/html; charset=iso-8859-1");
        let response = app().oneshot(request.body(page.into()).unwrap()).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.into()).unwrap())
    }

    fn check(path: &str, page: impl Into<Body>) -> (StatusCode, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(send(path, page))
    }

    #[test]
    fn a_page_is_converted() {
        let page = b"<details><summary>\xc9t\xe9 ?</summary><a href=b>Oui.</a></details>".to_vec();
        let (status, body) = check("/?url=https://example.org/a/", page);
        assert_eq!(status, StatusCode::OK);
        let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(answer["article"]["faq"][0]["question"], "Été ?");
        let link = &answer["article"]["faq"][0]["answer"][0]["marks"][0];
        assert_eq!(link["href"], "https://example.org/a/b");
    }

    #[test]
    fn other_pages_are_refused() {
        assert_eq!(check("/", vec![b' '; 5 << 20]).0, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(check("/", "---\ntitle: [\n---\n").0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(check("/?url=ici", "").0, StatusCode::BAD_REQUEST);
    }
}
