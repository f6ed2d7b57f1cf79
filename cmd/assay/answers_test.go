package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/txtar"
	nethtml "golang.org/x/net/html"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/printer"
	"github.com/assaymining/assay/adapter/web"
	"github.com/assaymining/assay/adapter/web/link"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// media are the program's ways to answer: its verbs, its pages and API, and its tools for assistants.
type media struct {
	*testing.T
	site      *web.Server
	assistant *mcp.ClientSession
}

func openMedia(t *testing.T) *media {
	t.Helper()
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	site, err := p.workbench(t.Context(), market.Embedded(),
		&serving{names: []string{"example.com"}, quiet: true, patience: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "assay", "mcp", "--quiet")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	s, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &media{t, site, s}
}

// asked is what the server answers, with the page it leads to.
func (m *media) asked(method, target, kind, body string) string {
	m.Helper()
	for range 3 {
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		m.site.Handler().ServeHTTP(w, r)
		if w.Code == 303 {
			method, target, body = "GET", w.Header().Get("Location"), ""
			continue
		}
		if w.Code != 200 {
			m.Fatalf("%s %.80s: status %d: %.300s", method, target, w.Code, w.Body)
		}
		return w.Body.String()
	}
	m.Fatalf("%.80s leads on and on", target)
	return ""
}

// tool is the document that an assistant is given.
func (m *media) tool(name string, args map[string]any) []byte {
	m.Helper()
	r, err := m.assistant.CallTool(m.Context(), &mcp.CallToolParams{Name: name, Arguments: args})
	if err != nil || r.IsError {
		m.Fatalf("%s: %v %+v", name, err, r)
	}
	return []byte(r.Content[1].(*mcp.TextContent).Text)
}

var (
	apart = regexp.MustCompile(`(?s)<(?:script|style|textarea|title|svg)\b.*?</(?:script|style|textarea|title|svg)>`)
	tags  = regexp.MustCompile(`<[^>]*>`)
)

// plain is what a person reads of a page or a text, on one line.
func plain(s string) string {
	s = html.UnescapeString(tags.ReplaceAllString(apart.ReplaceAllString(s, " "), " "))
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "’", "'").Replace(s)), " ")
}

// says wants a text in a medium, which begins with a capital where it begins an entry.
func (m *media) says(medium, shown, text string) {
	m.Helper()
	if text = plain(text); !strings.Contains(strings.ToLower(plain(shown)), strings.ToLower(text)) {
		m.Errorf("%s lacks %q; it is %.700s", medium, text, plain(shown))
	}
}

// judged is an offer's verdict, which is the same document wherever it is asked for, and what each medium shows of it.
func (m *media) judged(file string) (*assay.Verdict, map[string]string) {
	m.Helper()
	doc, err := os.ReadFile(file)
	if err != nil {
		m.Fatal(err)
	}
	printed := verb(m.T, "", "evaluate", "--json", file)
	v := new(assay.Verdict)
	if err := json.Unmarshal(printed, v); err != nil {
		m.Fatal(err)
	}
	if got := m.asked("POST", "/api/v1/evaluate", "application/yaml", string(doc)); got != string(printed) {
		m.Errorf("the API gives other bytes than the verb")
	}
	var flat bytes.Buffer
	if err := json.Compact(&flat, printed); err != nil {
		m.Fatal(err)
	}
	if got := m.tool("evaluate", map[string]any{"text": string(doc)}); string(got) != flat.String() {
		m.Errorf("an assistant is given other bytes than the verb prints")
	}
	at := "?" + url.Values{"o": {packed(m.T, doc)}}.Encode()
	sheet := filepath.Join(m.TempDir(), "sheet.html")
	verb(m.T, "", "evaluate", "--html", sheet, file)
	onSheet, err := os.ReadFile(sheet)
	if err != nil {
		m.Fatal(err)
	}
	return v, map[string]string{
		"the terminal":        string(verb(m.T, "", "evaluate", file)),
		"the page":            m.asked("GET", "/evaluate"+at, "", ""),
		"the paste box":       m.sent("/read", url.Values{"words": {string(doc)}}),
		"the sheet":           string(onSheet),
		"the sheet of a page": m.asked("GET", "/download/report.html"+at, "", ""),
		"the PDF":             m.printed(file),
	}
}

// printed is the text of the PDF of an offer, or of its sheet where it cannot be made or read.
func (m *media) printed(file string) string {
	m.Helper()
	_, browser := printer.FindBrowser()
	_, reader := exec.LookPath("pdftotext")
	if testing.Short() || browser != nil || reader != nil {
		m.Logf("no PDF: %v %v", browser, reader)
		return string(verb(m.T, "", "evaluate", file))
	}
	pdf := filepath.Join(m.TempDir(), "report.pdf")
	verb(m.T, "", "evaluate", "--pdf", pdf, file)
	text, err := exec.CommandContext(m.Context(), "pdftotext", pdf, "-").Output()
	if err != nil {
		m.Fatal(err)
	}
	return string(text)
}

// packed is an offer as it stands in an address.
func packed(t *testing.T, doc []byte) string {
	t.Helper()
	p, err := link.Pack(doc)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sent is what a form that is sent leads to.
func (m *media) sent(target string, fields url.Values) string {
	m.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				m.Fatal(err)
			}
		}
	}
	w.Close()
	return m.asked("POST", target, w.FormDataContentType(), b.String())
}

// confirmed is the page that follows where everything that was read is confirmed.
func (m *media) confirmed(page string) string {
	m.Helper()
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		m.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "form" && attribute(n, "class") == "confirm" {
			return m.sent(attribute(n, "action"), filled(n))
		}
	}
	m.Fatalf("nothing to confirm: %.500s", plain(page))
	return ""
}

// filled are the fields of a form as they stand.
func filled(form *nethtml.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		switch n.Data {
		case "input":
			out.Add(name, attribute(n, "value"))
		case "textarea":
			if n.FirstChild != nil {
				out.Add(name, n.FirstChild.Data)
			}
		case "select":
			chosen := ""
			for o := range n.Descendants() {
				if _, yes := find(o, "selected"); yes && o.Data == "option" {
					chosen = attribute(o, "value")
				}
			}
			out.Add(name, chosen)
		}
	}
	out.Del("")
	return out
}

func attribute(n *nethtml.Node, key string) string {
	v, _ := find(n, key)
	return v
}

func find(n *nethtml.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// answers are the documents of testdata/answers whose names begin as one of these does.
func answers(t *testing.T, kinds ...string) []string {
	t.Helper()
	var out []string
	for _, kind := range kinds {
		files, err := filepath.Glob(filepath.Join("testdata", "answers", kind+"-*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", kind, err)
		}
		out = append(out, files...)
	}
	return out
}

// members are the files of an archive in testdata/answers.
func members(t *testing.T, name string) []txtar.File {
	t.Helper()
	all, err := txtar.ParseFile(filepath.Join("testdata", "answers", name))
	if err != nil || len(all.Files) < 10 {
		t.Fatalf("%s: %v", name, err)
	}
	return all.Files
}

// gained is what is said of a gain.
var gained = regexp.MustCompile(`(?i)paid back (?:on|day|in)|\bgains?\b|favourable|beats buying|fair price|break-even map|` +
	`in all the markets|half kelly|bitcoin back for each`)

// verdictOf is what a person reads of a text or page, without the form that changes the offer.
func verdictOf(text string) string {
	if _, verdict, page := strings.Cut(text, `id="verdict"`); page {
		text, _, _ = strings.Cut(verdict, `id="change"`)
	}
	return plain(text)
}

// The sentence, the three axes, why, what comes in, what to ask and what is not known are the same in every
// medium; of a promise and of a price below cost each medium has the warning, and none a figure of a gain.
func TestMedia(t *testing.T) {
	m := openMedia(t)
	for _, file := range answers(t, "19", "20", "21") {
		m.T = t
		t.Run(filepath.Base(file), func(t *testing.T) {
			m.T = t
			v, shown := m.judged(file)
			warned := v.Economics.Withheld != nil
			if promised := !strings.Contains(file, "/19-"); promised != warned {
				t.Fatalf("warned of: %v; %s", warned, v.Verdict.Sentence)
			}
			for medium, text := range shown {
				m.says(medium, text, v.Verdict.Sentence)
				for name, word := range map[string]string{"Economics": v.Verdict.Economics,
					"Contract risk": v.Verdict.ContractRisk, "Trust": v.Verdict.Trust} {
					if word = strings.ReplaceAll(word, "_", " "); medium == "the PDF" { // read column by column
						m.says(medium, text, name)
						m.says(medium, text, word)
						continue
					}
					m.says(medium, text, name+" "+word)
				}
				if warned {
					if found := gained.FindString(verdictOf(text)); found != "" {
						t.Errorf("%s says %q", medium, found)
					}
					m.says(medium, text, "Three sentences to say no with")
					m.says(medium, text, "Where to report it")
					continue
				}
				m.says(medium, text, v.Verdict.Cause)
				m.says(medium, text, v.Verdict.ComesIn)
				for _, line := range append(v.Verdict.First, v.Verdict.NotKnown...) {
					m.says(medium, text, line)
				}
			}
			if flags := string(verb(t, "", "flags", file)); warned {
				m.says("flags", flags, v.Verdict.Sentence)
			}
		})
	}
}

// compared is a comparison of documents, the same wherever it is asked for, and what each medium shows of it.
// The names are those of a page.
func (m *media) compared(docs ...[]byte) (*assay.Comparison, map[string]string) {
	m.Helper()
	var lines strings.Builder
	var objects []any
	address := url.Values{}
	var files []string
	for i, doc := range docs {
		o, _, err := offer.Parse("offer", doc)
		if err != nil {
			m.Fatalf("%v\n%s", err, doc)
		}
		var object map[string]any
		if err := json.Unmarshal(offer.JSON(o), &object); err != nil {
			m.Fatal(err)
		}
		object["id"] = o.Summary()
		line, err := json.Marshal(object)
		if err != nil {
			m.Fatal(err)
		}
		lines.Write(line)
		lines.WriteByte('\n')
		objects = append(objects, object)
		address.Add("o", packed(m.T, doc))
		file := filepath.Join(m.TempDir(), fmt.Sprintf("%d.yaml", i))
		if err := os.WriteFile(file, doc, 0o600); err != nil {
			m.Fatal(err)
		}
		files = append(files, file)
	}
	said := m.asked("POST", "/api/v1/compare", "application/x-ndjson", lines.String())
	c := new(assay.Comparison)
	if err := json.Unmarshal([]byte(said), c); err != nil {
		m.Fatal(err)
	}
	var flat bytes.Buffer
	if err := json.Compact(&flat, []byte(said)); err != nil {
		m.Fatal(err)
	}
	if got := m.tool("compare", map[string]any{"offers": objects}); string(got) != flat.String() {
		m.Errorf("an assistant is given another comparison than a program:\n%.400s\n%.400s", got, flat.String())
	}
	printed := verb(m.T, "", append([]string{"compare", "--json"}, files...)...)
	byFile := new(assay.Comparison)
	if err := json.Unmarshal(printed, byFile); err != nil {
		m.Fatal(err)
	}
	text := string(verb(m.T, "", append([]string{"compare"}, files...)...))
	m.says("the terminal", text, byFile.Sentence)
	for i, r := range byFile.Rows { // but for the names
		r.Name = c.Rows[i].Name
		if a, b := toJSON(m.T, r), toJSON(m.T, c.Rows[i]); a != b {
			m.Errorf("the verb ranks\n%s\nthe API\n%s", a, b)
		}
	}
	page := m.asked("GET", "/compare?"+address.Encode(), "", "")
	m.says("the page", page, c.Sentence)
	return c, map[string]string{"the terminal": text, "the page": page}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A promise or a price below cost beside an honest contract and buying bitcoin: it is never ranked, drawn or
// counted as a gain, the answer begins with it, and its warning and its three verdicts stand at its name.
func TestPromisesBesideOthers(t *testing.T) {
	m := openMedia(t)
	honest, err := os.ReadFile(filepath.Join("testdata", "answers", "19-rank-may-switch-off.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range answers(t, "20", "21") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			m.T = t
			doc, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, shown := m.compared(doc, honest)
			if !strings.HasPrefix(c.Sentence, "Do not pay for “") ||
				!strings.Contains(c.Sentence, "Buying bitcoin is better: of $1,000, ") {
				t.Errorf("the answer is %q", c.Sentence)
			}
			ranked, bitcoin := true, false
			for _, r := range c.Rows {
				ranked = ranked && r.BTCPerBTC != nil
				bitcoin = bitcoin || r.Name == "buy_bitcoin"
				if !r.Withheld {
					continue
				}
				if ranked || r.BTCPerBTC != nil || r.USDOut != nil || r.ProbBeatsBuying != nil ||
					r.FairUSDPerTH != nil || r.AfterTax != nil || r.ProbWithDefault != nil {
					t.Errorf("it is ranked: %s", toJSON(t, r))
				}
				for medium, text := range shown {
					m.says(medium, text, strings.TrimSuffix(r.Says, "."))
					m.says(medium, text, "trust "+strings.ReplaceAll(r.Trust, "_", " "))
					if strings.Contains(plain(text), "not computed; "+r.Says[:12]) {
						t.Errorf("%s has the warning as something not computed", medium)
					}
				}
			}
			if ranked || !bitcoin {
				t.Errorf("no promise, or no bitcoin, stands in it: %s", toJSON(t, c.Rows))
			}
		})
	}
}

// The better of two contracts ranks higher, and stands higher, wherever they are compared.
func TestBetterContractsStandHigher(t *testing.T) {
	m := openMedia(t)
	pairs := map[string][2][]byte{}
	for name, files := range map[string][2]string{
		"a right to switch off": {"19-rank-may-switch-off.yaml", "19-rank-must-run.yaml"},
		"fees forgiven":         {"19-rank-forgiven.yaml", "19-rank-owed.yaml"},
	} {
		var two [2][]byte
		for i, f := range files {
			doc, err := os.ReadFile(filepath.Join("testdata", "answers", f))
			if err != nil {
				t.Fatal(err)
			}
			two[i] = append(bytes.TrimSpace(doc), "\nprovider: {name: "+[]string{"Better", "Worse"}[i]+"}\n"...)
		}
		pairs[name] = two
	}
	for _, f := range members(t, "ranking.txtar") {
		lines := strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		var two [2][]byte
		for i, word := range []string{"Better", "Worse"} {
			two[i] = []byte(`{"schema": "assay/offer/v1", "seen": "2026-09-01", "provider": {"name": "` + word + `"}, ` +
				strings.TrimPrefix(lines[i], "{"))
		}
		pairs[f.Name] = two
	}
	for name, two := range pairs {
		t.Run(name, func(t *testing.T) {
			m.T = t
			c, shown := m.compared(two[1], two[0]) // the worse one first
			place := map[string]int{}
			for i, r := range c.Rows {
				place[strings.FieldsFunc(r.Name, func(c rune) bool { return c == ' ' || c == ':' })[0]] = i
			}
			better, worse := c.Rows[place["Better"]], c.Rows[place["Worse"]]
			if better.Kind != "offer" || worse.Kind != "offer" || better.BTCPerBTC == nil || worse.BTCPerBTC == nil ||
				better.BTCPerBTC.P50 <= worse.BTCPerBTC.P50 || place["Better"] > place["Worse"] {
				t.Fatalf("the better is %s\nthe worse %s", toJSON(t, better), toJSON(t, worse))
			}
			page := plain(shown["the page"])
			if _, ranked, _ := strings.Cut(page, c.Sentence); strings.Index(ranked, better.Name) < 0 ||
				strings.Index(ranked, better.Name) > strings.Index(ranked, worse.Name) {
				t.Errorf("the page ranks them otherwise: %.900s", ranked)
			}
		})
	}
}

// What a seller wrote, as a stranger pastes it: warned of in the terminal, for a program, for an assistant and
// on the page that follows what was read.
func TestPastedPromises(t *testing.T) {
	m := openMedia(t)
	for _, f := range members(t, "promises.txtar") {
		t.Run(f.Name, func(t *testing.T) {
			m.T = t
			file := filepath.Join(t.TempDir(), f.Name)
			if err := os.WriteFile(file, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
			printed := verb(t, "", "evaluate", "--json", file)
			var v assay.Verdict
			if err := json.Unmarshal(printed, &v); err != nil {
				t.Fatal(err)
			}
			warning := v.Verdict.Sentence
			if v.Economics.Withheld == nil || !strings.HasPrefix(warning, "Do not pay: ") &&
				!strings.HasPrefix(warning, "Too good to be true: ") {
				t.Fatalf("it is told %q", warning)
			}
			var given assay.Verdict
			if err := json.Unmarshal(m.tool("evaluate", map[string]any{"text": string(f.Data)}), &given); err != nil ||
				given.Verdict.Sentence != warning {
				t.Errorf("an assistant is told %q (%v), the terminal %q", given.Verdict.Sentence, err, warning)
			}
			m.says("the terminal", string(verb(t, "", "evaluate", file)), warning)
			page := m.confirmed(m.sent("/read", url.Values{"words": {string(f.Data)}}))
			m.says("the page", page, warning)
			if found := gained.FindString(verdictOf(page)); found != "" {
				t.Errorf("the page says %q", found)
			}
		})
	}
}

// The first sentence of offers of each kind begins as it is written there, names the reader's money, and is short
// enough to be read.
func TestFirstSentences(t *testing.T) {
	for _, f := range members(t, "first.txtar") {
		t.Run(f.Name, func(t *testing.T) {
			want, doc, _ := strings.Cut(string(f.Data), "\n")
			file := filepath.Join(t.TempDir(), "offer.yaml")
			text := "schema: assay/offer/v1\nseen: 2026-09-01\n" + doc
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var v assay.Verdict
			if err := json.Unmarshal(verb(t, "", "evaluate", "--json", file), &v); err != nil {
				t.Fatal(err)
			}
			got := v.Verdict.Sentence
			if !strings.HasPrefix(got, strings.TrimPrefix(want, "# ")) {
				t.Errorf("got %q, want %q", got, want)
			}
			if n := len(got); n > 330 {
				t.Errorf("%d bytes: %s", n, got)
			}
		})
	}
}
