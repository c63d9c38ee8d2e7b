//! Closed lists of the field's words, each with one stable key used in facts, forms, addresses and words files.

/// A closed list of words: what pages need to offer a choice.
pub trait Vocabulary: Copy + Eq + 'static {
    /// All values, in the order in which they are offered.
    const VALUES: &'static [Self];
    /// The stable key of a value.
    fn value_key(self) -> &'static str;
}

/// Reads one of these keys as its place among them: one reader for every list, whatever its words.
pub(crate) struct OneOf(pub(crate) &'static [&'static str]);

impl serde::de::Visitor<'_> for OneOf {
    type Value = usize;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one of {}", self.0.join(", "))
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<usize, E> {
        self.0.iter().position(|known| *known == key).ok_or_else(|| E::unknown_variant(key, self.0))
    }
}

/// Declares a closed list: the enum, its keys, `ALL` in order, `key`, `parse`, and the same key in serde.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("Key `", $key, "`.")] $variant),+
        }

        impl $crate::vocabulary::Vocabulary for $name {
            const VALUES: &'static [Self] = Self::ALL;

            fn value_key(self) -> &'static str {
                self.key()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::vocabulary::OneOf(&[$($key),+])).map(|at| Self::ALL[at])
            }
        }

        impl $name {
            /// All values, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable key of this value.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The value with this key.
            pub fn parse(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;
