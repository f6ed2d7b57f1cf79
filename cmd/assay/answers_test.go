package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assaymining/assay"
)

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
var gained = regexp.MustCompile(`(?i)paid back (?:on|day|in)|\bgains?\b|favourable|beats buying|fair price|` +
	`break-even map|in all the markets|half kelly|bitcoin back for each`)

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
					// a PDF is read column by column
					if word = strings.ReplaceAll(word, "_", " "); medium == "the PDF" {
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
			name := []string{"Better", "Worse"}[i]
			two[i] = append(bytes.TrimSpace(doc), "\nprovider: {name: "+name+"}\n"...)
		}
		pairs[name] = two
	}
	for _, f := range members(t, "ranking.txtar") {
		lines := strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		var two [2][]byte
		for i, word := range []string{"Better", "Worse"} {
			two[i] = []byte(`{"schema": "assay/offer/v1", "seen": "2026-09-01", "provider": {"name": "` + word +
				`"}, ` + strings.TrimPrefix(lines[i], "{"))
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
			if better.Kind != "offer" || worse.Kind != "offer" || better.BTCPerBTC == nil ||
				worse.BTCPerBTC == nil || better.BTCPerBTC.P50 <= worse.BTCPerBTC.P50 ||
				place["Better"] > place["Worse"] {
				t.Fatalf("the better is %s\nthe worse %s", toJSON(t, better), toJSON(t, worse))
			}
			page := plain(shown["the page"])
			if _, ranked, _ := strings.Cut(page, c.Sentence); !strings.Contains(ranked, better.Name) ||
				strings.Index(ranked, better.Name) > strings.Index(ranked, worse.Name) {
				t.Errorf("the page ranks them otherwise: %.900s", ranked)
			}
		})
	}
}

// What a seller wrote, as a stranger pastes it: warned of in the terminal, for a program, for an assistant
// and on the page that follows what was read.
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
			told := m.tool("evaluate", map[string]any{"text": string(f.Data)})
			if err := json.Unmarshal(told, &given); err != nil ||
				given.Verdict.Sentence != warning {
				t.Errorf("an assistant is told %q (%v), the terminal %q", given.Verdict.Sentence, err,
					warning)
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

// The first sentence of offers of each kind begins as it is written there, names the reader's money, and is
// short enough to be read.
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
