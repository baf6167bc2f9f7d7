//! The words that show what a text is, in the languages of the pages. New words are added here only.
//!
//! All are in lower case. Phrases are matched at word starts. No word is specific to one page.

/// Labels of a question, in addition to the letter `q`. Other single letters (`F:`, `P:`, `D:`) stand for speakers.
pub(crate) const QUESTION_LABELS: [&str; 17] = [
    "q",
    "question",
    "frage",
    "pregunta",
    "pergunta",
    "domanda",
    "vraag",
    "pytanie",
    "otázka",
    "вопрос",
    "въпрос",
    "fråga",
    "spørsmål",
    "spørgsmål",
    "kysymys",
    "问",
    "問",
];

/// Labels of an answer.
pub(crate) const ANSWER_LABELS: [&str; 19] = [
    "a",
    "r",
    "answer",
    "réponse",
    "reponse",
    "antwort",
    "respuesta",
    "resposta",
    "risposta",
    "antwoord",
    "odpowiedź",
    "odpověď",
    "ответ",
    "отговор",
    "svar",
    "vastaus",
    "答",
    "rép",
    "ans",
];

/// Phrases in the heading of an FAQ.
const FAQ: [&str; 68] = [
    "faq",
    "faqs",
    "f.a.q",
    "questions fréquen",
    "questions courantes",
    "questions réponses",
    "questions/réponses",
    "questions-réponses",
    "questions & réponses",
    "questions et réponses",
    "questions pratiques",
    "fréquemment posées",
    "foire aux questions",
    "vos questions",
    "frequently asked",
    "common questions",
    "questions and answers",
    "questions & answers",
    "your questions",
    "more questions",
    "q&a",
    "q & a",
    "häufige fragen",
    "häufig gestellte",
    "fragen und antworten",
    "fragen & antworten",
    "oft gestellte",
    "preguntas frecuentes",
    "perguntas",
    "domande frequenti",
    "veelgestelde vragen",
    "vragen en antwoorden",
    "vanliga frågor",
    "ofte stil",
    "usein kysyt",
    "często zadawane",
    "pytania",
    "časté dotazy",
    "často kladené",
    "gyakori kérdés",
    "întrebări",
    "sık sorulan",
    "частые вопросы",
    "вопросы и ответы",
    "често задавани",
    "часті запитання",
    "поширені запитання",
    "ofte stilte",
    "ofte stillede",
    "najczęstsze pytania",
    "česta pitanja",
    "pogosta vprašanja",
    "najčastejšie otázky",
    "συχνές ερωτήσεις",
    "ερωτήσεις και απαντήσεις",
    "الأسئلة الشائعة",
    "أسئلة شائعة",
    "الأسئلة المتكررة",
    "שאלות נפוצות",
    "שאלות ותשובות",
    "अक्सर पूछे",
    "คำถามที่พบบ่อย",
    "câu hỏi thường gặp",
    "pertanyaan umum",
    "자주 묻는",
    "よくある",
    "常见问题",
    "常見問題",
];

/// Words that make a heading that of an FAQ only if they are all of it, or all but a few words.
const FAQ_ALONE: [&str; 9] =
    ["questions", "fragen", "preguntas", "domande", "vragen", "frågor", "вопросы", "dúvidas", "ερωτήσεις"];

/// Words that may make a heading that of an FAQ if little else is in it.
const HELP: [&str; 7] = ["aide", "help", "hilfe", "ayuda", "ajuda", "aiuto", "hulp"];

/// Phrases by which a page calls itself an interview.
const INTERVIEW: [&str; 92] = [
    "interview",
    "entretien",
    "entrevue",
    "entrevist",
    "intervist",
    "vraaggesprek",
    "intervju",
    "rozhovor",
    "wywiad",
    "интервью",
    "conversation",
    "conversación",
    "conversa com",
    "gespräch",
    "in gesprek",
    "gesprek met",
    "rencontre avec",
    "rencontre",
    "témoignage",
    "témoign",
    "testimon",
    "questions à",
    "questions to",
    "questions for",
    "questions with",
    "fragen an",
    "preguntas a",
    "perguntas a",
    "domande a",
    "vragen aan",
    "q&a with",
    "q & a with",
    "questions and answers with",
    "spotlight",
    "stimmen aus",
    "portrait",
    "porträt",
    "portret",
    "retours de",
    "retour d’expérience",
    "retour d'expérience",
    "parole à",
    "la parole",
    "people of",
    "meet the",
    "meet our",
    "talks with",
    "talked to",
    "talked with",
    "spoke with",
    "spoke to",
    "sat down with",
    "asked ",
    "répond",
    "paroles de",
    "regards croisés",
    "catching up with",
    "a chat with",
    "chatting with",
    "fireside chat",
    "minutes with",
    "getting to know",
    "ask me anything",
    "voices of",
    "nachgefragt",
    "im interview",
    "bate-papo",
    "charla con",
    "hablamos con",
    "conversamos con",
    "conversamos com",
    "chiacchierata con",
    "conoce a",
    "conheça a",
    "conheça o",
    "de parole",
    "parcours de",
    "interjú",
    "interviu",
    "haastattelu",
    "röportaj",
    "söyleşi",
    "інтерв’ю",
    "συνέντευξη",
    "ראיון",
    "حوار مع",
    "مقابلة مع",
    "साक्षात्कार",
    "インタビュー",
    "인터뷰",
    "专访",
    "訪談",
];

/// Questions that readers may ask somebody else.
const ADVICE: [&str; 5] = [
    "questions to ask",
    "questions to consider",
    "questions à poser",
    "questions à se poser",
    "preguntas que hacer",
];

/// Words that address somebody. None of them is a common word in another of the languages.
const ADDRESS: [&str; 40] = [
    "you", "your", "yours", "yourself", "vous", "votre", "vos", "toi", "tu", "ton", "tes", "dein", "deine",
    "deinem", "deinen", "deiner", "dich", "dir", "ihr", "ihre", "ihren", "ihrer", "ihrem", "euch", "usted",
    "ustedes", "tú", "você", "vocês", "seu", "sua", "tuo", "tua", "vostro", "jij", "jouw", "jullie", "uw",
    "te", "ti",
];

/// Titles of surveys, whose questions many people answer in numbers.
const SURVEY: [&str; 8] =
    ["survey", "sondage", "enquête", "umfrage", "encuesta", "pesquisa", "sondaggio", "quiz"];

/// Words in the classes and ids of elements around the content of a page.
const CHROME: [&str; 16] = [
    "footer",
    "sidebar",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "toc",
    "pagination",
    "cookie",
    "cookies",
    "related",
    "footnote",
    "footnotes",
];

/// Whether a word of a class or id names an element around the content of a page.
pub(crate) fn is_chrome_word(word: &str) -> bool {
    CHROME.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a title contains the word FAQ.
pub(crate) fn names_faq(text: &str) -> bool {
    let text = text.to_lowercase();
    words(&text).any(|word| word == "faq" || word == "faqs") || text.contains("foire aux questions")
}

/// Whether a heading or title announces questions and answers.
pub(crate) fn says_faq(text: &str) -> bool {
    let text = text.to_lowercase();
    let count = words(&text).take(5).count();
    let has = |known: &[&str]| words(&text).any(|word| known.contains(&word));
    count <= 4 && has(&FAQ_ALONE) || count <= 2 && has(&HELP) || holds(&text, &FAQ)
}

/// Whether a text announces an interview.
pub(crate) fn says_interview(text: &str) -> bool {
    let text = text.to_lowercase();
    holds(&text, &INTERVIEW) && !holds(&text, &ADVICE)
}

/// Whether a title announces a survey.
pub(crate) fn says_survey(text: &str) -> bool {
    holds(&text.to_lowercase(), &SURVEY)
}

/// Whether a text addresses somebody.
pub(crate) fn addresses(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut before = "";
    let mut words = words(&text).peekable();
    while let Some(word) = words.next() {
        // Unlike the French `du`, the German `du` is next to a verb.
        let is_verb = |word: &str| word.ends_with("st") && word != "est";
        if ADDRESS.contains(&word)
            || word == "du" && (is_verb(before) || words.peek().is_some_and(|w| is_verb(w)))
        {
            return true;
        }
        before = word;
    }
    false
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Words up to this length are matched as whole words.
const MAX_WHOLE_CHARS: usize = 4;

/// From here on are the letters of Chinese, Japanese and Korean.
const FIRST_UNPARTED: char = '\u{2e80}';

/// Whether one of the phrases begins at the start of a word.
fn holds(text: &str, phrases: &[&str]) -> bool {
    let mut is_inside = false;
    text.char_indices().any(|(at, c)| {
        let starts = !std::mem::replace(&mut is_inside, c.is_alphanumeric()) && is_inside;
        // Where words are not parted by spaces, one may start anywhere.
        (starts || c >= FIRST_UNPARTED)
            && text.get(at..).is_some_and(|rest| phrases.iter().any(|phrase| begins(rest, phrase)))
    })
}

/// Whether a text starts with a phrase. Longer words of the phrase may be stems.
fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| {
        let is_stem = || phrase.rsplit(' ').next().is_some_and(|last| last.chars().count() > MAX_WHOLE_CHARS);
        !rest.starts_with(char::is_alphanumeric) || is_stem()
    })
}
