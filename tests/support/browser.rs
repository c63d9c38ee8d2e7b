//! A small browser: keeps cookies, follows redirects, fills and sends forms.

use crate::page::{Form, Page};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use tower::ServiceExt;

/// How the pages are reached.
#[derive(Clone, Debug)]
pub enum Way {
    /// The router in this process.
    InProcess(Router),
    /// A server that listens.
    Line(SocketAddr),
}

/// A browser.
#[derive(Clone, Debug)]
pub struct Browser {
    way: Way,
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
    /// What it asks for in `Accept-Language`.
    pub language: String,
    /// Every page it was shown, when it is asked to remember them.
    pub seen: Option<Vec<Page>>,
}

impl Browser {
    /// A fresh one.
    pub fn new(way: Way) -> Self {
        Self { way, cookies: BTreeMap::new(), language: "en".to_owned(), seen: None }
    }

    /// The same, remembering every page it is shown.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.seen = Some(Vec::new());
        self
    }

    /// Opens a page, following redirects; it must be there.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        page.expect(StatusCode::OK)
    }

    /// Asks for a page, following redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.ask(Method::GET, path, None).await;
        self.follow(page).await
    }

    /// Sends a form as it is, following redirects.
    pub async fn send(&mut self, form: &Form) -> Page {
        let page = self.send_without_following(form).await;
        self.follow(page).await
    }

    /// Sends a form as it is and shows the very answer.
    pub async fn send_without_following(&mut self, form: &Form) -> Page {
        self.ask(Method::POST, &form.action, Some(form.pairs())).await
    }

    /// Opens a page, fills its form of that name and sends it; the answer must be a page that is well.
    pub async fn fill(&mut self, path: &str, form: &str, filled: &[(&str, &str)]) -> Page {
        let page = self.open(path).await;
        self.fill_on(&page, form, filled).await
    }

    /// Fills a form of a page that is open and sends it; the answer must be a page that is well.
    pub async fn fill_on(&mut self, page: &Page, form: &str, filled: &[(&str, &str)]) -> Page {
        let form = page.form(form).filled(filled);
        let answer = self.send(&form).await;
        answer.expect(StatusCode::OK)
    }

    /// Sends fields, as a page of this site would.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.ask(Method::POST, path, Some(pairs)).await
    }

    /// One request, exactly as given but for cookies and language; cookies of the answer are kept.
    pub async fn request(&mut self, mut request: Request<Vec<u8>>) -> Page {
        let path = request.uri().to_string();
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(COOKIE, cookies.join("; ").parse().expect("cookies are plain text"));
        }
        request
            .headers_mut()
            .insert(ACCEPT_LANGUAGE, self.language.parse().expect("a language is plain text"));
        let (status, headers, body) = match &self.way {
            Way::InProcess(router) => in_process(router.clone(), request).await,
            Way::Line(address) => over_the_line(*address, request).await,
        };
        for value in headers.get_all(SET_COOKIE) {
            self.keep(value.to_str().expect("a cookie is plain text"));
        }
        let page = Page { path, status, headers, body: String::from_utf8_lossy(&body).into_owned() };
        if let Some(seen) = &mut self.seen {
            seen.push(page.clone());
        }
        page
    }

    async fn ask(&mut self, method: Method, path: &str, fields: Option<Vec<(String, String)>>) -> Page {
        let request = Request::builder().method(&method).uri(path);
        let request = if method == Method::POST {
            request
                .header("sec-fetch-site", "same-origin")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        } else {
            request
        };
        let body = fields.map(|fields| encode(&fields).into_bytes()).unwrap_or_default();
        self.request(request.body(body).expect("a plain request")).await
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            let Some(to) = page.headers.get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned)
            else {
                return page;
            };
            if !to.starts_with('/') {
                return page;
            }
            page = self.ask(Method::GET, &to, None).await;
        }
        panic!("{} leads in circles", page.path)
    }

    fn keep(&mut self, line: &str) {
        let mut parts = line.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let is_gone = parts.any(|part| part.trim() == "Max-Age=0");
        if is_gone {
            self.cookies.remove(name.trim());
        } else {
            self.cookies.insert(name.trim().to_owned(), value.to_owned());
        }
    }
}

async fn in_process(router: Router, request: Request<Vec<u8>>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = request.map(Body::from);
    // What the server would say of a browser on the same machine.
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
    let response = router.oneshot(request).await.expect("the router always answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("the body comes").to_bytes();
    (parts.status, parts.headers, body.to_vec())
}

async fn over_the_line(address: SocketAddr, request: Request<Vec<u8>>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let stream = tokio::net::TcpStream::connect(address).await.expect("the server listens");
    let made = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, line) = made.expect("the server talks");
    let line = tokio::spawn(line);
    let mut request = request.map(|body| Full::new(bytes::Bytes::from(body)));
    request.headers_mut().insert("host", address.to_string().parse().expect("an address is plain text"));
    let response = sender.send_request(request).await.expect("the server answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("the body comes").to_bytes();
    drop(sender);
    let _ = line.await;
    (parts.status, parts.headers, body.to_vec())
}

/// Fields as browsers send them.
pub fn encode(fields: &[(String, String)]) -> String {
    let part = |out: &mut String, text: &str| {
        for byte in text.replace('\n', "\r\n").bytes() {
            match byte {
                b' ' => out.push('+'),
                b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(byte as char),
                byte => {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    };
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        part(&mut out, name);
        out.push('=');
        part(&mut out, value);
    }
    out
}
