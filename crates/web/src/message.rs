//! One message of a language, taken apart when the language is read. Most are a text with arguments in it: these are
//! said piece by piece, and only what chooses between variants needs Fluent's resolver each time.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;

/// An argument of a message: a text or a whole number.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
}

/// A message.
pub(crate) enum Message {
    /// Takes no argument.
    Plain(Arc<str>),
    /// A text with arguments in it.
    Filled(Vec<Piece>),
    /// What the resolver has to look at each time.
    Resolved,
}

/// A part of a message.
pub(crate) enum Piece {
    /// As it stands.
    Text(Box<str>),
    /// The argument of this name.
    Arg(Box<str>),
}

impl Message {
    /// Takes a message apart.
    pub(crate) fn of(bundle: &FluentBundle<FluentResource>, pattern: &Pattern<&str>) -> Self {
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, None, &mut errors);
        if errors.is_empty() {
            return Self::Plain(text.into());
        }
        let pieces: Option<Vec<Piece>> = pattern.elements.iter().map(Piece::of).collect();
        pieces.map_or(Self::Resolved, Self::Filled)
    }

    /// Says the message; `None` when it needs the resolver, or an argument that is not there.
    pub(crate) fn say(
        &self,
        args: &[(&'static str, Arg<'_>)],
        f: &mut fmt::Formatter<'_>,
    ) -> Option<fmt::Result> {
        let given = |name: &str| args.iter().find(|(given, _)| *given == name).map(|(_, arg)| arg);
        match self {
            Self::Plain(text) => Some(f.write_str(text)),
            Self::Filled(pieces) => {
                let is_whole = |piece: &Piece| !matches!(piece, Piece::Arg(name) if given(name).is_none());
                pieces.iter().all(is_whole).then(|| {
                    pieces.iter().try_for_each(|piece| match piece {
                        Piece::Text(text) => f.write_str(text),
                        Piece::Arg(name) => given(name).map_or(Ok(()), |arg| arg.fmt(f)),
                    })
                })
            }
            Self::Resolved => None,
        }
    }
}

impl Piece {
    fn of(element: &PatternElement<&str>) -> Option<Self> {
        match element {
            PatternElement::TextElement { value } => Some(Self::Text((*value).into())),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => Some(Self::Arg(id.name.into())),
            PatternElement::Placeable { .. } => None,
        }
    }
}

/// The arguments as the resolver takes them.
pub(crate) fn for_resolver<'a>(args: &'a [(&'static str, Arg<'_>)]) -> FluentArgs<'a> {
    args.iter()
        .map(|(name, arg)| {
            let value = match arg {
                Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
                Arg::Number(number) => FluentValue::from(*number),
            };
            (*name, value)
        })
        .collect()
}

impl Display for Arg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! number_args {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Arg<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(number as i64)
            }
        }
        impl From<&$kind> for Arg<'_> {
            fn from(number: &$kind) -> Self {
                Self::from(*number)
            }
        }
    )* };
}

number_args!(u8, u16, u32, u64, usize, i32, i64);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Languages;

    const TEXT: &str = "plain = Sure\nfilled = { $who } has { $count } of { $of }, { $who } says\nnarrow = a{\"\\u00A0\"}b { $x }\nchosen = { $count ->\n  [one] one day\n *[other] { $count } days\n}\nlines =\n    one { $x }\n      two\n";

    #[test]
    fn every_message_says_what_the_resolver_says() {
        let resource = FluentResource::try_new(TEXT.to_owned()).expect("the text is well formed");
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().expect("a tag")]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no key twice");
        let files = [("en".to_owned(), "a.ftl".to_owned(), TEXT.to_owned())];
        let languages = Languages::read(&files).expect("English is there");
        let words = languages.best("en");
        let args = [
            ("who", Arg::from("Ana & \u{5d0}")),
            ("count", Arg::from(-3)),
            ("of", Arg::from(1_234_567u64)),
            ("x", Arg::from(1u8)),
        ];
        let mut kinds = Vec::new();
        for key in ["plain", "filled", "narrow", "chosen", "lines"] {
            let pattern = bundle.get_message(key).and_then(|message| message.value()).expect("it is there");
            kinds.push(match Message::of(&bundle, pattern) {
                Message::Plain(_) => 'p',
                Message::Filled(_) => 'f',
                Message::Resolved => 'r',
            });
            for given in [&args[..], &args[..2], &[]] {
                let said = given
                    .iter()
                    .fold(words.say(key), |said, (name, arg)| said.arg(name, arg.clone()))
                    .to_string();
                let resolved = bundle.format_pattern(pattern, Some(&for_resolver(given)), &mut Vec::new());
                assert_eq!(said, resolved, "{key} with {} arguments", given.len());
            }
        }
        assert_eq!(kinds, ['p', 'f', 'r', 'r', 'f']);
    }
}
