//! The ciphertext format (`security.md` §6.2): every sealed thing names its format, says which key it needs
//! without showing it, and is bound to its place, so that it cannot be moved.
//!
//! `C1` suite(1) purpose(1) epoch(4) commitment(16) nonce(24) ciphertext. The plain text is padded to buckets, so
//! that its length says little.

use crate::{Purpose, Trouble};
use chacha20poly1305::aead::{Aead, AeadInPlace, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

const MAGIC: &[u8; 2] = b"C1";
/// XChaCha20-Poly1305.
const SUITE: u8 = 1;
const HEAD: usize = 2 + 1 + 1 + 4 + 16 + 24;

/// A key of 32 bytes; wiped when dropped.
#[derive(Clone)]
pub(crate) struct Key {
    bytes: [u8; 32],
    /// What everything sealed with it shows of it.
    commitment: [u8; 16],
}

impl Drop for Key {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    fn new(bytes: [u8; 32]) -> Self {
        let mut key = Self { bytes, commitment: [0; 16] };
        let hash = key.hash(&[b"commitment"]);
        key.commitment.copy_from_slice(&hash[..16]);
        key
    }

    pub(crate) fn random() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self::new(bytes)
    }

    pub(crate) fn from(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::new)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Another key that follows from this one, for one use.
    pub(crate) fn derive(&self, info: &str) -> Self {
        let mut out = [0; 32];
        hkdf::Hkdf::<Sha256>::new(None, &self.bytes)
            .expand(info.as_bytes(), &mut out)
            .expect("32 bytes are few enough");
        Self::new(out)
    }

    /// A keyed hash.
    pub(crate) fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.bytes).expect("any length is a key");
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The key of what is sealed for two: whoever lacks one of theirs lacks this.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self::new(self.hash(&[b"together", &other.bytes]))
    }
}

/// Seals `plain` for one place, named by `place`.
pub(crate) fn seal(key: &Key, purpose: Purpose, epoch: u32, place: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; 24];
    getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
    let padded = bucket(plain.len() + 4);
    let mut sealed = Vec::with_capacity(HEAD + padded + 16);
    sealed.extend_from_slice(MAGIC);
    sealed.push(SUITE);
    sealed.push(purpose as u8);
    sealed.extend_from_slice(&epoch.to_le_bytes());
    let aad = bound(&sealed, place);
    sealed.extend_from_slice(&key.commitment);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&(plain.len() as u32).to_le_bytes());
    sealed.extend_from_slice(plain);
    sealed.resize(HEAD + padded, 0);
    // The plain text is written over where it stands.
    let tag = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), &aad, &mut sealed[HEAD..])
        .expect("far below the length limit");
    sealed.extend_from_slice(&tag);
    sealed
}

/// Opens what was sealed for the same place.
///
/// # Errors
/// `Sealed` when anything in it, or its place, was changed, or the key is another.
pub(crate) fn open(key: &Key, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Trouble> {
    if sealed.len() < HEAD || &sealed[..2] != MAGIC || sealed[2] != SUITE || sealed[8..24] != key.commitment {
        return Err(Trouble::Sealed);
    }
    let aad = bound(&sealed[..8], place);
    let nonce = XNonce::from_slice(&sealed[24..48]);
    let mut plain = XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(nonce, Payload { msg: &sealed[HEAD..], aad: &aad })
        .map_err(|_| Trouble::Sealed)?;
    let length = plain.get(..4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    let length = length.ok_or(Trouble::Sealed)? as usize;
    if length + 4 > plain.len() {
        return Err(Trouble::Sealed);
    }
    plain.truncate(4 + length);
    plain.drain(..4);
    Ok(plain)
}

/// Which key a sealed thing needs.
pub(crate) fn purpose_of(sealed: &[u8]) -> Result<Purpose, Trouble> {
    sealed.get(3).and_then(|purpose| Purpose::from_number(*purpose)).ok_or(Trouble::Sealed)
}

fn bound(head: &[u8], place: &[u8]) -> Vec<u8> {
    let mut aad = Vec::with_capacity(head.len() + place.len());
    aad.extend_from_slice(head);
    aad.extend_from_slice(place);
    aad
}

/// Lengths are rounded up: to 64 bytes below 1 KiB, to 256 below 16 KiB, to 4 KiB above.
fn bucket(length: usize) -> usize {
    let step = match length {
        0..1_024 => 64,
        1_024..16_384 => 256,
        _ => 4_096,
    };
    length.div_ceil(step) * step
}

/// A place, from its parts; each part is preceded by its length, so that no two places are written the same.
pub(crate) fn place(parts: &[&[u8]]) -> Vec<u8> {
    let mut place = Vec::new();
    for part in parts {
        place.extend_from_slice(&(part.len() as u32).to_le_bytes());
        place.extend_from_slice(part);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_place_with_its_key() {
        let key = Key::random();
        let here = place(&[b"row", b"1"]);
        let sealed = seal(&key, Purpose::Course, 0, &here, b"the words");
        assert_eq!(open(&key, &here, &sealed).expect("its own place"), b"the words");
        assert!(open(&key, &place(&[b"row", b"2"]), &sealed).is_err());
        assert!(open(&key, &place(&[b"row1", b""]), &sealed).is_err());
        assert!(open(&Key::random(), &here, &sealed).is_err());
    }

    #[test]
    fn every_changed_bit_is_seen() {
        let key = Key::random();
        let sealed = seal(&key, Purpose::Course, 0, b"here", b"abc");
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(open(&key, b"here", &changed).is_err(), "byte {byte}");
        }
        assert!(open(&key, b"here", &sealed[..HEAD]).is_err());
        assert!(open(&key, b"here", b"").is_err());
    }

    #[test]
    fn lengths_tell_little() {
        let key = Key::random();
        let length = |text: &[u8]| seal(&key, Purpose::Course, 0, b"", text).len();
        assert_eq!(length(b"no"), length(b"yes, every day of the week"));
        assert_eq!(bucket(1_025), 1_280);
    }
}
