//! Measures and results as FHIR files, and what the audit keeps of forms that were handed out.

use crate::house::{browser_of, house};
use clinic::handouts::NewLink;
use clinic::waiting::new_submission;
use http::StatusCode;
use serde_json::Value;
use stories::{Browser, Page, Place, open_clinic_with};

const OF_OTHERS: &str = r#"{"resourceType": "Questionnaire", "title": "Week scale", "name": "WeekScale", "copyright": "(c) somebody",
  "item": [{"linkId": "a", "type": "choice", "text": "Slept badly", "answerOption": [
    {"valueCoding": {"code": "0", "display": "Never"}, "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}]},
    {"valueCoding": {"code": "1", "display": "Often"}, "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1}]}]},
   {"linkId": "b", "type": "string", "text": "Anything else"}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_others_is_looked_at_first_and_becomes_a_file_nobody_is_asked() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/office/questionnaires").await;
    let ask = |text: &str| page.form("questionnaire").filled(&[("questionnaire", text)]);
    let seen = office.send(&ask(OF_OTHERS)).await.expect(StatusCode::OK);
    for words in ["Not a choice of answers", "b: string", "no permission is on record", "Week scale"] {
        assert!(seen.text().contains(words), "{words}: {}", seen.text());
    }
    let file = office.send(&seen.form("take")).await.expect(StatusCode::OK);
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"weekscale.toml\"");
    let measure = treatment::instrument::Instrument::parse(&file.body).unwrap();
    assert!(!measure.may_be_shown());
    // What is no form comes back as it was typed, with the line.
    let wrong = office.send(&ask("{\n\"resourceType\"")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("see line 2"), "{}", wrong.text());
    assert!(wrong.form("questionnaire").value("questionnaire").contains("resourceType"));
    let ours = office.get("/office/questionnaires/phq-9").await.expect(StatusCode::OK);
    let ours: Value = serde_json::from_str(&ours.body).unwrap();
    assert_eq!((&ours["resourceType"], &ours["item"][1]["linkId"]), (&"Questionnaire".into(), &"q1".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_others_is_kept_here_and_asked_once_a_permission_is_on_record() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        let mut office = browser_of(&house.opened, house.administrator.who).await;
        let page = office.open("/office/questionnaires").await;
        let ask = |text: &str| page.form("questionnaire").filled(&[("questionnaire", text)]);
        let seen = office.send(&ask(OF_OTHERS)).await.expect(StatusCode::OK);
        let kept = office.send(&seen.form("keep")).await.expect(StatusCode::OK);
        assert!(
            kept.path == "/licences/elsewhere-weekscale" && kept.says("Not used here"),
            "{}",
            kept.text()
        );
        let mut therapist = house.therapist().await;
        let enter = house.at("/measures/elsewhere-weekscale/enter");
        assert_eq!(therapist.get(&enter).await.status, StatusCode::NOT_FOUND);
        assert!(!therapist.open(&house.at("/forms")).await.says("Week scale"));
        let given = [("given-by", "Somebody"), ("licence-basis", "A letter"), ("on", "2025-03-01")];
        office.fill_on(&kept, "permission", &given).await;
        assert!(therapist.open(&house.at("/forms")).await.says("Week scale"));
        let form = therapist.open(&enter).await.form("enter").filled(&[("1", "1")]);
        therapist.send(&form).await.expect(StatusCode::OK);
        assert_eq!(
            house.course(0).await.measures.of("elsewhere-weekscale").next().unwrap().completed.total,
            1
        );
        // Twice is once; and what belongs to the program is not replaced, least of all by a form without its rules.
        let ours = OF_OTHERS
            .replace("\"WeekScale\"", "\"phq-9\"")
            .replace("\"Questionnaire\",", "\"Questionnaire\", \"version\": \"9\",");
        for text in [OF_OTHERS, &ours] {
            let seen = office.send(&ask(text)).await.expect(StatusCode::OK);
            let back = office.send(&seen.form("keep")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(back.says("It was not kept") && back.has_form("take"), "{}", back.text());
        }
        let library = house.opened.clinic.library();
        assert_eq!(library.content.instrument("phq-9").unwrap().items.len(), 10);
        assert!(office.open("/audit").await.says("Took in a measure from elsewhere"));
        // It is there after the clinic was closed and opened again.
        let hand = house.opened.hand.clone();
        drop((house, library, office, therapist));
        let opened = open_clinic_with(&place, hand, None).await;
        assert!(opened.clinic.library().content.can_ask("elsewhere-weekscale"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_leaves_as_a_file_that_names_nobody_and_the_audit_says_who_took_it() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let result = house.course(0).await.measures.results[0].id;
    let mut therapist = house.therapist().await;
    let path = house.at(&format!("/measures/results/{}", result.0));
    assert!(therapist.open(&path).await.body.contains(&format!("{path}/file")));
    let file = therapist.get(&format!("{path}/file")).await.expect(StatusCode::OK);
    assert!(!file.body.contains("Alma"));
    let response: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(response["questionnaire"], "urn:closeness:measure:phq-9|1");
    let total = response["item"].as_array().unwrap().last().unwrap();
    assert_eq!((&total["linkId"], &total["answer"][0]["valueInteger"]), (&"total".into(), &9.into()));
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let audit = office.open("/audit").await;
    assert!(audit.text().contains("Took answers out as a file"), "{}", audit.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_others_is_taken_out_again_while_nobody_has_answered_it() {
    for place in [Some(Place::sqlite()), Place::postgres().await].into_iter().flatten() {
        let house = house(&place).await;
        let mut office = browser_of(&house.opened, house.administrator.who).await;
        let page = office.open("/office/questionnaires").await;
        let ask = page.form("questionnaire").filled(&[("questionnaire", OF_OTHERS)]);
        let keep = async |office: &mut Browser| {
            let seen = office.send(&ask).await.expect(StatusCode::OK);
            office.send(&seen.form("keep")).await.expect(StatusCode::OK)
        };
        keep(&mut office).await;
        let out = "out-elsewhere-weekscale";
        let sure = [("take-out-sure", "yes")];
        let page = office.open("/office/questionnaires").await;
        let back = office.send(&page.form(out)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.says("tick that you mean it") && back.has_form(out), "{}", back.text());
        let gone = office.send(&back.form(out).filled(&sure)).await.expect(StatusCode::OK);
        assert!(!gone.has_form(out) && gone.path == "/office/questionnaires", "{}", gone.text());
        assert!(house.opened.clinic.library().content.instrument("elsewhere-weekscale").is_none());
        assert!(office.open("/audit").await.says("Took a measure from elsewhere out again"));
        // Taken in once more and answered, it stays: first for its permission, then for the answers.
        let kept = keep(&mut office).await;
        let given = [("given-by", "Somebody"), ("licence-basis", "A letter"), ("on", "2025-03-01")];
        office.fill_on(&kept, "permission", &given).await;
        let mut therapist = house.therapist().await;
        let enter = therapist.open(&house.at("/measures/elsewhere-weekscale/enter")).await;
        therapist.send(&enter.form("enter").filled(&[("1", "1")])).await.expect(StatusCode::OK);
        let page = office.open("/office/questionnaires").await;
        let out = page.form(out).filled(&sure);
        let back = office.send(&out).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.says("Withdraw the permission first"), "{}", back.text());
        let licence = office.open("/licences/elsewhere-weekscale").await;
        office.send(&licence.form("withdraw")).await.expect(StatusCode::OK);
        let back = office.send(&out).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.says("somebody has answered it"), "{}", back.text());
        let strange = out.action.replace("elsewhere-weekscale", "phq-9");
        let strange = stories::Form { action: strange, ..out };
        office.send(&strange).await.expect(StatusCode::NOT_FOUND);
        assert!(house.opened.clinic.library().content.instrument("phq-9").is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_others_is_read_with_its_own_items_whatever_the_content_comes_to_have() {
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/office/questionnaires").await;
    let ask = page.form("questionnaire").filled(&[("questionnaire", OF_OTHERS)]);
    let seen = office.send(&ask).await.expect(StatusCode::OK);
    let kept = office.send(&seen.form("keep")).await.expect(StatusCode::OK);
    let given = [("given-by", "Somebody"), ("licence-basis", "A letter"), ("on", "2025-03-01")];
    office.fill_on(&kept, "permission", &given).await;
    let file = office.send(&seen.form("take")).await.expect(StatusCode::OK).body;
    let mut therapist = house.therapist().await;
    let enter = therapist.open(&house.at("/measures/elsewhere-weekscale/enter")).await;
    therapist.send(&enter.form("enter").filled(&[("1", "1")])).await.expect(StatusCode::OK);
    let result = house.course(0).await.measures.of("elsewhere-weekscale").next().unwrap().id;
    let path = house.at(&format!("/measures/results/{}", result.0));
    assert!(therapist.open(&path).await.says("Slept badly"));
    let (hand, course, who) =
        (house.opened.hand.clone(), house.courses[0].id, house.courses[0].therapist.who);
    drop((house, office, therapist));
    // A release with a measure of the same name and version, and other words.
    let folder = place.folder().join("content/measures");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("weekscale.toml"), file.replace("Slept badly", "Something else")).unwrap();
    let content = place.folder().join("content");
    let opened = open_clinic_with(&place, hand, Some(&content)).await;
    let library = opened.clinic.library();
    let words = |key: &str| library.content.instrument(key).unwrap().text["en"].items["1"].clone();
    assert_eq!(words("weekscale"), "Something else");
    assert_eq!(words("elsewhere-weekscale"), "Slept badly");
    let mut therapist = browser_of(&opened, who).await;
    let page = therapist.open(&format!("/courses/{course}/measures/results/{}", result.0)).await;
    assert!(page.says("Slept badly") && !page.says("Something else"), "{}", page.text());
    // No file of the content may take such a key.
    let stolen = file.replace("key = \"weekscale\"", "key = \"elsewhere-weekscale\"");
    std::fs::write(folder.join("weekscale.toml"), stolen).unwrap();
    let faults = clinic::library::Library::read(Some(&content)).unwrap_err();
    assert!(faults[0].contains("weekscale.toml:") && faults[0].contains("elsewhere-"), "{faults:?}");
}

/// What a page says to who answers what may no longer be asked.
fn says_why(page: &Page) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    assert!(page.says("may no longer be asked here"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_withdrawn_while_a_form_of_others_is_filled_in_is_said_and_the_rest_goes_on() {
    const MEASURE: &str = "elsewhere-weekscale";
    let place = Place::sqlite();
    let house = house(&place).await;
    let mut office = browser_of(&house.opened, house.administrator.who).await;
    let page = office.open("/office/questionnaires").await;
    let ask = page.form("questionnaire").filled(&[("questionnaire", OF_OTHERS)]);
    let seen = office.send(&ask).await.expect(StatusCode::OK);
    let kept = office.send(&seen.form("keep")).await.expect(StatusCode::OK);
    let given = [("given-by", "Somebody"), ("licence-basis", "A letter"), ("on", "2025-03-01")];
    office.fill_on(&kept, "permission", &given).await;
    // By a link, on two devices, on the portal and from paper: everybody has begun.
    let (ours, mut by_link) = (&house.courses[0], house.opened.browser());
    let asked =
        NewLink { measure: MEASURE.to_owned(), days: 7, by_mail: false, submission: new_submission() };
    let link = house.opened.clinic.make_link(&ours.therapist, ours.id, &asked).await.unwrap();
    by_link.post("/form", &[("form", "form"), ("token", &link.token), ("pin", &link.pin)]).await;
    assert!(by_link.open("/form/answer").await.has_form("begin"));
    let locked = async |measures: &[&str]| -> Browser {
        let mut device = house.therapist().await;
        let mut fields = vec![("form", "device"), ("pin", "4711")];
        fields.extend(measures.iter().map(|measure| ("measures", *measure)));
        device.post(&house.at("/forms/device"), &fields).await;
        assert_eq!(device.open("/kiosk").await.form("begin").value("measure"), MEASURE);
        device
    };
    let (mut device, mut alone) = (locked(&[MEASURE, "phq-9"]).await, locked(&[MEASURE]).await);
    let mut client = browser_of(&house.opened, ours.client.who).await;
    let mut therapist = house.therapist().await;
    let paper = therapist.open(&house.at(&format!("/measures/{MEASURE}/paper"))).await;
    let enter = therapist.open(&house.at(&format!("/measures/{MEASURE}/enter"))).await;
    let licence = office.open(&format!("/licences/{MEASURE}")).await;
    office.send(&licence.form("withdraw")).await.expect(StatusCode::OK);

    let results = house.course(0).await.measures.results.len();
    let (first, second) = ("0123456789abcdef0123456789abcdef", "00112233445566778899aabbccddeeff");
    let sent =
        [("submission", first), ("measure", MEASURE), ("language", "en"), ("go", "send"), ("a-1", "1")];
    let one = [("measure", MEASURE), ("language", "en"), ("item", "1"), ("answer", "1"), ("go", "next")];
    says_why(&by_link.post("/form/answer", &sent).await);
    for page in [by_link.post("/form/answer", &one).await, by_link.get("/form/answer").await] {
        assert!(page.says("was withdrawn"), "{}", page.text());
    }
    for fields in [&sent, &one] {
        let page = device.post("/kiosk", fields).await;
        says_why(&page);
        assert_eq!(page.form("begin").value("measure"), "phq-9");
    }
    let items: Vec<String> = (1..=9).map(|item| format!("a-{item}")).collect();
    let mut phq = vec![("submission", second), ("measure", "phq-9"), ("language", "en"), ("go", "send")];
    phq.extend(items.iter().map(|item| (item.as_str(), "0")).chain([("a-difficulty", "0")]));
    for page in [device.post("/kiosk", &phq).await, device.open("/kiosk").await] {
        assert!(page.says("give the device back"), "{}", page.text());
    }
    let page = alone.post("/kiosk", &sent).await;
    says_why(&page);
    assert!(!page.has_form("begin") && alone.get("/kiosk").await.says("was withdrawn"));

    let at = format!("/home/check-in/{MEASURE}");
    let shown = [("measure-language", "en"), ("measure-version", "1"), ("submission", first), ("1", "1")];
    let all = [&shown[..], &[("form", "all")]].concat();
    says_why(&client.post(&at, &[("measure-language", "en"), ("item", "1"), ("answer", "1")]).await);
    says_why(&client.post(&format!("{at}/send"), &shown).await);
    says_why(&client.post(&format!("{at}/send"), &all).await);
    assert_eq!(client.open(&format!("{at}/all")).await.path, "/home/check-in");
    for form in [paper.form("typed"), enter.form("enter")] {
        let page = therapist.send(&form.filled(&[("1", "1")])).await;
        let page = page.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("these answers could not be kept"), "{}", page.text());
    }
    let measures = house.course(0).await.measures;
    assert_eq!((measures.results.len(), measures.of(MEASURE).count()), (results + 1, 0));
}
