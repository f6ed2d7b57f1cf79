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
	nethtml "golang.org/x/net/html"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/printer"
	"github.com/assaymining/assay/adapter/web"
	"github.com/assaymining/assay/adapter/web/link"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
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
	return &media{t, site, assistantOf(t)}
}

// assistantOf is the program as an assistant has it, spoken to by the SDK's own client.
func assistantOf(t *testing.T) *mcp.ClientSession {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "assay", "mcp", "--quiet")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	s, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
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
	apart = regexp.MustCompile(`(?s)<(script|style|textarea|title|svg)\b.*?</(?:script|style|textarea|title|svg)>`)
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

// judged is an offer's verdict, which is the same document wherever it is asked for, and what each medium
// shows of it.
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
			fields := filled(n)
			// The page takes today; a year after the last day known prices of machines are too old.
			last := market.Embedded().Last()
			if fields.Has("f.seen") && units.DateOf(time.Now().Unix())-last > 365 {
				fields.Set("f.seen", (last + 60).String())
			}
			return m.sent(attribute(n, "action"), fields)
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
		m.Errorf("an assistant is given another comparison than a program:\n%.400s\n%.400s", got,
			flat.String())
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
