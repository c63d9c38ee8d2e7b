//! Served with a certificate, as a service without a proxy in front is.

use crate::program::{command, try_serve};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use stories::Folder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A certificate of `localhost` that vouches for itself, and its key: for this story alone.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keeping/tls").join(name)
}

/// Shakes hands as a browser does that would like HTTP/2.
async fn shake(port: u16) -> tokio_rustls::client::TlsStream<TcpStream> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(file("chain.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}

#[tokio::test]
async fn a_page_goes_out_over_tls_and_http_1_and_who_does_not_shake_hands_holds_nobody_up() {
    let folder = Folder::fresh();
    let config = folder.path().join("closeness.toml");
    let listen =
        format!("[listen]\ncertificate = {:?}\ncertificate_key = {:?}\n", file("chain.pem"), file("key.pem"));
    std::fs::write(&config, listen).unwrap();
    let mut serve = command(&folder.path().join("data"), &["serve"]);
    serve.env("CLOSENESS_CONFIG", &config);
    let serving = try_serve(serve).unwrap_or_else(|ended| panic!("it does not serve: {ended:?}"));

    // One who connects and says nothing, and one who speaks HTTP/2 or plain text to the door of TLS.
    let _silent = TcpStream::connect(("127.0.0.1", serving.port)).await.unwrap();
    let mut plain = TcpStream::connect(("127.0.0.1", serving.port)).await.unwrap();
    plain.write_all(b"GET /welcome HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();

    let mut line = shake(serving.port).await;
    assert_eq!(line.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    let ask = format!("GET / HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\n\r\n", serving.port);
    line.write_all(ask.as_bytes()).await.unwrap();
    let mut page = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), line.read_to_end(&mut page));
    read.await.expect("it answers").unwrap();
    let page = String::from_utf8_lossy(&page);
    assert!(page.starts_with("HTTP/1.1 303 "), "{page}");
    assert!(page.to_lowercase().contains("\r\nlocation: /first\r\n"), "{page}");
    assert!(page.to_lowercase().contains("strict-transport-security:"), "{page}");

    let mut refused = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), plain.read_to_end(&mut refused));
    let _ = read.await.expect("what is no handshake is ended");
    assert!(!String::from_utf8_lossy(&refused).contains("HTTP/1.1 200"), "no page goes out without TLS");
}
