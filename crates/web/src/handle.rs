//! Handlers with their own type forgotten: what axum builds around a handler is then built once for each list of things
//! that are read from a request, and not once for each of some three hundred routes (docs/adr/0005).

use crate::site::Site;
use axum::extract::{FromRequest, FromRequestParts};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use std::pin::Pin;
use std::sync::Arc;

/// An answer that is being made.
type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// An async function of what is read from a request, in the order in which it is read: all but the last from its head.
pub trait Handle<Read> {
    /// The function at the end of a route.
    fn routed(self, method: MethodFilter) -> MethodRouter<Arc<Site>>;
}

macro_rules! handle {
    ($routed:ident: $($head:ident $read:ident),*; $last:ident $body:ident) => {
        fn $routed<$($head,)* $last, Via>(
            method: MethodFilter,
            handler: Arc<dyn Fn($($head,)* $last) -> Answering + Send + Sync>,
        ) -> MethodRouter<Arc<Site>>
        where
            $($head: FromRequestParts<Arc<Site>> + Send + 'static,)*
            $last: FromRequest<Arc<Site>, Via> + Send + 'static,
            Via: 'static,
        {
            on(method, move |$($read: $head,)* $body: $last| handler($($read,)* $body))
        }

        impl<F, Answered, $($head,)* $last, Via> Handle<(Via, $($head,)* $last)> for F
        where
            F: Fn($($head,)* $last) -> Answered + Send + Sync + 'static,
            Answered: Future<Output: IntoResponse> + Send + 'static,
            $($head: FromRequestParts<Arc<Site>> + Send + 'static,)*
            $last: FromRequest<Arc<Site>, Via> + Send + 'static,
            Via: 'static,
        {
            fn routed(self, method: MethodFilter) -> MethodRouter<Arc<Site>> {
                let handler = move |$($read: $head,)* $body: $last| -> Answering {
                    let answered = self($($read,)* $body);
                    Box::pin(async move { answered.await.into_response() })
                };
                $routed::<$($head,)* $last, Via>(method, Arc::new(handler))
            }
        }
    };
}

handle!(routed_one: ; B b);
handle!(routed_two: P p; B b);
handle!(routed_three: P p, Q q; B b);
handle!(routed_four: P p, Q q, R r; B b);

impl<F, Answered> Handle<()> for F
where
    F: Fn() -> Answered + Send + Sync + 'static,
    Answered: Future<Output: IntoResponse> + Send + 'static,
{
    fn routed(self, method: MethodFilter) -> MethodRouter<Arc<Site>> {
        let handler: Arc<dyn Fn() -> Answering + Send + Sync> = Arc::new(move || -> Answering {
            let answered = self();
            Box::pin(async move { answered.await.into_response() })
        });
        on(method, move || handler())
    }
}
