//! What every answer says to the browser: nothing runs on a page and nothing is fetched for it but files of ours, and
//! a cookie is for this site and its requests alone.

use crate::house::{browser_of, house, walk};
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, SET_COOKIE};
use stories::{Page, Place};

/// What the policy must say, whatever else it says.
const POLICY: [&str; 5] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
];

/// Fails unless the page holds to the policy and carries it.
fn is_strict(page: &Page) {
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    let said: Vec<&str> = policy.split(';').map(str::trim).collect();
    for part in POLICY {
        assert!(said.contains(&part), "{}: {policy}", page.path);
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{}: {policy}", page.path);
    assert_eq!(page.headers["x-content-type-options"], "nosniff", "{}", page.path);
    assert_eq!(page.headers["referrer-policy"], "no-referrer", "{}", page.path);
    // A file that is saved stands alone and has its style in it.
    if page.headers.contains_key(CONTENT_DISPOSITION) {
        return;
    }
    for tag in page.body.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        assert!(name != "style", "{}: <{tag}>", page.path);
        assert!(name != "script" || tag.contains(" src=\"/static/"), "{}: <{tag}>", page.path);
        // What stands between quotation marks is no attribute.
        let bare: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\"");
        for attribute in bare.split_whitespace().filter_map(|word| word.split('=').next()) {
            let runs = attribute.starts_with("on") && attribute.len() > 2;
            assert!(attribute != "style" && !runs, "{}: <{tag}>", page.path);
        }
        assert!(!tag.contains("javascript:"), "{}: <{tag}>", page.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_carries_the_strict_policy_and_has_no_script_or_style_of_its_own() {
    let house = house(&Place::sqlite()).await;
    let their = &house.courses[0];
    let mut read = 0;
    let everybody = [
        their.therapist.who,
        their.supervisor.who,
        their.client.who,
        house.manager.who,
        house.administrator.who,
    ];
    for who in everybody {
        let mut browser = browser_of(&house.opened, who).await;
        // Lists have many lines of one kind: pages of the second course are those of the first.
        let other = house.courses[1].id.to_string();
        for page in walk(&mut browser, &["/", "/home", "/no-such-page"], |path| !path.contains(&other)).await
        {
            is_strict(&page);
            read += usize::from(page.status == StatusCode::OK);
        }
    }
    let mut guest = house.opened.browser();
    for page in
        walk(&mut guest, &["/welcome", "/ask", "/sign-in", "/form", "/invite/none", "/first"], |_| true).await
    {
        is_strict(&page);
        read += usize::from(page.status == StatusCode::OK);
    }
    assert!(read > 100, "{read} pages were read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_of_a_session_is_for_this_site_alone_and_no_script_reads_it() {
    let house = house(&Place::sqlite()).await;
    for (who, name) in
        [(house.courses[0].therapist.who, "__Host-sid"), (house.courses[0].client.who, "__Host-pid")]
    {
        let mut browser = house.opened.browser();
        let way = format!("/enter/{}", house.opened.clinic.make_entry(who));
        let request = http::Request::get(way).body(Vec::new()).unwrap();
        let page = browser.request(request).await;
        let given: Vec<&str> =
            page.headers.get_all(SET_COOKIE).iter().map(|one| one.to_str().unwrap()).collect();
        assert!(
            given.iter().any(|one| one.starts_with(&format!("{name}=")) && !one.contains("Max-Age=0")),
            "{given:?}"
        );
        for cookie in given {
            let said: Vec<&str> = cookie.split(';').map(str::trim).collect();
            for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
                assert!(said.contains(&part), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            let token = said[0].split_once('=').unwrap().1;
            assert!(token.is_empty() || token.len() >= 43, "a session is named by chance alone: {cookie}");
        }
    }
}
