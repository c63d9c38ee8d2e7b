//! The server: our own accept loop, so that every wait has an end (ADR 0005). HTTP/1.1, with TLS when a certificate is
//! given: a page brings a stylesheet and a script that browsers keep, so that there is nothing for HTTP/2 to do side by
//! side, and what is not there cannot be flooded with streams, resets and continuations.

use crate::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Every request makes and drops some hundred small things on two threads; the system's allocator took a fifth of
/// the processor time of a submission (ADR 0008). It stands here and not with the program, whose crate is compiled
/// without optimisation (ADR 0005).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Most connections at once.
const CONNECTIONS_MOST: usize = 4_096;
/// A TLS handshake, and the head of a request, must come within.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// When asked to stop, open requests may take so long.
const FAREWELL: Duration = Duration::from_secs(10);

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum CannotServe {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {}", in_words(why))]
    Listen {
        /// The address.
        address: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// The certificate or its key cannot be used.
    #[error("the certificate cannot be used: {0}")]
    Certificate(String),
}

/// What the system says about an address, with what to do.
fn in_words(why: &std::io::Error) -> String {
    match why.kind() {
        ErrorKind::AddrInUse => {
            "another program listens there: stop it, or choose another port with --listen".to_owned()
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        ErrorKind::PermissionDenied => "a port below 1024 is for the administrator alone".to_owned(),
        _ => why.to_string(),
    }
}

/// Takes an address.
pub async fn listen(address: &str) -> Result<TcpListener, CannotServe> {
    let taken = |why| CannotServe::Listen { address: address.to_owned(), why };
    TcpListener::bind(address).await.map_err(taken)
}

/// Reads a certificate chain and its key, both PEM.
pub fn certificate(chain: &Path, key: &Path) -> Result<TlsAcceptor, CannotServe> {
    let bad = |file: &Path, why: String| CannotServe::Certificate(format!("{}: {why}", file.display()));
    let chain_read = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|why| bad(chain, why.to_string()))?;
    let key_read = PrivateKeyDer::from_pem_file(key).map_err(|why| bad(key, why.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain_read, key_read))
        .map_err(|why| bad(chain, why.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves until `until` is ready, then lets open requests finish. Its type is forgotten, so that what talks with browsers is
/// built into this crate and at its level of optimisation.
pub async fn serve(
    listener: TcpListener,
    site: &Arc<Site>,
    tls: Option<TlsAcceptor>,
    mut until: Pin<Box<dyn Future<Output = ()> + Send>>,
) {
    let router = crate::router(site);
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(64 * 1024);
    let builder = Arc::new(builder);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MOST));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(why) => {
                // Out of file descriptors, most likely: waiting a moment is all that helps.
                tracing::warn!(%why, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let _ = stream.set_nodelay(true);
        let (router, builder, watcher, tls) =
            (router.clone(), Arc::clone(&builder), graceful.watcher(), tls.clone());
        tokio::spawn(async move {
            let _place = place;
            match tls {
                None => talk(Box::new(TokioIo::new(stream)), from, router, &builder, watcher).await,
                Some(tls) => {
                    if let Some(stream) = shake(&tls, stream).await {
                        talk(Box::new(TokioIo::new(stream)), from, router, &builder, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(FAREWELL) => {}
    }
}

async fn shake(tls: &TlsAcceptor, stream: TcpStream) -> Option<tokio_rustls::server::TlsStream<TcpStream>> {
    tokio::time::timeout(HEAD_WITHIN, tls.accept(stream)).await.ok()?.ok()
}

/// What is read from and written to: with TLS or without, built once for both.
trait Wire: hyper::rt::Read + hyper::rt::Write + Unpin + Send {}

impl<W: hyper::rt::Read + hyper::rt::Write + Unpin + Send> Wire for W {}

async fn talk(
    wire: Box<dyn Wire>,
    from: SocketAddr,
    router: Router,
    builder: &Builder,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        router.clone().oneshot(request)
    });
    let connection = builder.serve_connection(wire, service);
    if let Err(why) = watcher.watch(connection).await {
        tracing::debug!(%why, "a connection ended");
    }
}
