//! The words of what waits for the connection (`static/queue.js`); without scripts it stays hidden.

use crate::sheet::Block;
use crate::words::Words;
use askama::Template;

/// Most entries that wait at once.
const WAITING_MOST: usize = 20;

#[derive(Template)]
#[template(path = "parts/queue.html")]
struct Queue<'w> {
    w: &'w Words,
    /// The sentence for one entry, for two, and so on: a language has its own way to count.
    waiting: Vec<String>,
}

/// The place where waiting entries are shown.
pub(super) fn block(words: &Words) -> Block {
    let sentence = |count| words.say("queue-waiting").arg("count", count).to_string();
    let queue = Queue { w: words, waiting: (1..=WAITING_MOST).map(sentence).collect() };
    Block::Drawn(queue.render().unwrap_or_default())
}
