package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/evidence"
)

// called runs the program in this process and gives what it wrote to both streams, and its exit code.
func called(t *testing.T, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	env := map[string]string{"COLUMNS": "80", "XDG_DATA_HOME": filepath.Join(os.TempDir(), "assay-no-such-place")}
	code = run(context.Background(), args, program{in: strings.NewReader(stdin), out: &o, err: &e,
		env: func(name string) string { return env[name] }})
	return o.String(), e.String(), code
}

// frozenFile freezes the evidence of an offer, without simulated markets so that judging it again is quick.
func frozenFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "deal.evidence")
	offered := filepath.Join("..", "..", "examples", "bitfufu-classic-2021.yaml")
	if _, errs, code := called(t, "", "evaluate", "--paths", "0", "--budget", "500USD", "--fx", "EUR=1.08",
		"--evidence", path, offered); code != answered {
		t.Fatal(errs)
	}
	return path
}

// frozenAudit freezes an audit of a statement, with flags.
func frozenAudit(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	path, paid := filepath.Join(dir, "audit.evidence"), filepath.Join(dir, "paid.csv")
	text := "date,amount,unit,kind,hashrate,hashrate_unit,note\n"
	for day := 1; day <= 9; day++ {
		text += fmt.Sprintf("2026-03-0%d,0.0000121%d,BTC,payout,30,TH/s,day %d\n", day, day, day)
	}
	if err := os.WriteFile(paid, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := called(t, "", "audit", "--hashrate", "30TH/s", "--fee", "2%", "--fee-change",
		"2026-03-05=2.5%",
		"--evidence", path, paid); code != answered {
		t.Fatal(errs)
	}
	return path
}

var editsFlag = flag.String("edits", "13", "numbers of the series of random edits of evidence")

// edited changes a document at random: a bit, a byte more or less, a digit, two lines in another order, a
// line twice or less, a key in another case; or as respelled does.
func edited(doc []byte, r *rand.Rand) []byte {
	out := bytes.Clone(doc)
	i := r.IntN(len(out))
	if r.IntN(2) == 0 { // the ends hold all that is no row of the history, and are short beside it
		i = r.IntN(4000)
		if r.IntN(2) == 0 {
			i = len(out) - 1 - r.IntN(4000)
		}
	}
	lines := bytes.SplitAfter(out, []byte("\n"))
	l := bytes.Count(out[:i], []byte("\n"))
	switch r.IntN(14) {
	case 0:
		out[i] ^= 1 << r.IntN(8)
	case 1:
		return append(out[:i], out[i+1:]...)
	case 2:
		return append(out[:i], append([]byte{byte(r.IntN(256))}, doc[i:]...)...)
	case 3:
		for j := i; j < len(out); j++ {
			if out[j] >= '0' && out[j] <= '8' {
				out[j]++
				break
			}
		}
	case 4:
		m := r.IntN(len(lines))
		lines[l], lines[m] = lines[m], lines[l]
		return bytes.Join(lines, nil)
	case 5:
		if r.IntN(2) == 0 {
			return bytes.Join(append(append([][]byte{}, lines[:l+1]...), lines[l:]...), nil)
		}
		return bytes.Join(append(append([][]byte{}, lines[:l]...), lines[l+1:]...), nil)
	case 6:
		lines[l] = bytes.ToUpper(lines[l])
		return bytes.Join(lines, nil)
	default:
		return respelled(out, i, r)
	}
	return out
}

// respelled changes at a place how something is written, as whoever hopes that a hash or a reader overlooks
// it: an escape for a letter, a letter of another script or one that nobody sees, a number in another
// spelling, a key again with another value, other white space and line ends, two pieces swapped, more behind
// the end.
func respelled(doc []byte, i int, r *rand.Rand) []byte {
	put := func(from, to int, s string) []byte {
		return append(append(bytes.Clone(doc[:from]), s...), doc[to:]...)
	}
	find := func(what string) []int {
		at := regexp.MustCompile(what).FindIndex(doc[i:])
		if at == nil {
			return []int{i, i}
		}
		return []int{i + at[0], i + at[1]}
	}
	switch r.IntN(8) {
	case 0:
		at := find(`[A-Za-z]`)
		return put(at[0], at[1], fmt.Sprintf(`\u%04x`, doc[at[0]]))
	case 1:
		at := find(`[aeopcxy0-9]`)
		alike := map[byte]string{'a': "\u0430", 'e': "\u0435", 'o': "\u043e", 'p': "\u0440", 'c': "\u0441",
			'x': "\u0445", 'y': "\u0443"}
		if d := doc[at[0]]; d >= '0' && d <= '9' {
			return put(at[0], at[1], string(rune(0x660+int(d-'0'))))
		}
		return put(at[0], at[1], alike[doc[at[0]]])
	case 2:
		return put(i, i, []string{"\u200b", "\u202e", "\u00ad", "\ufeff", "\x00", "\x7f"}[r.IntN(6)])
	case 3:
		at := find(`[0-9]+`)
		n := string(doc[at[0]:at[1]])
		spellings := []string{n + ".0", n + "e0", "0" + n, n + "0", "-" + n, "+" + n, n + ".", "0x" + n}
		return put(at[0], at[1], spellings[r.IntN(8)])
	case 4:
		at := find(`"[a-z_]+": *`)
		key := string(doc[at[0]:at[1]])
		return put(at[0], at[0], key+[]string{"null", "0", `""`, "{}", "[]", "true"}[r.IntN(6)]+", ")
	case 5:
		at := find(`[ \n]`)
		return put(at[0], at[1], []string{"\t", "\r\n", "  ", "\n\n", "\u00a0", "", " // \n"}[r.IntN(7)])
	case 6:
		a, n := i, 1+r.IntN(200)
		b := r.IntN(len(doc))
		a, b = min(a, b), max(a, b)
		n = min(n, b-a, len(doc)-b)
		out := bytes.Clone(doc)
		copy(out[a:a+n], doc[b:b+n])
		copy(out[b:b+n], doc[a:a+n])
		return out
	default:
		ends := []string{" ", "\n", "{}", "null", "\n\n— alice AAAA\n", "\x00", "\u200b"}
		return append(bytes.Clone(doc), ends[r.IntN(7)]...)
	}
}

// TestEditsOfEvidence: of each random edit of evidence, signed or not, the reader is told, or it changes
// nothing that is shown.
func TestEditsOfEvidence(t *testing.T) {
	edits := 200
	if testing.Short() {
		edits = 40
	}
	deal, audit := frozenFile(t), frozenAudit(t)
	dir := t.TempDir()
	t.Chdir(dir)
	if _, errs, code := called(t, "", "evidence", "key", "example.com/alice"); code != answered {
		t.Fatal(errs)
	}
	verify := []string{"evidence", "verify", "x.evidence"}
	signed := append(verify, "--key", "alice.pub")
	for _, c := range []struct {
		name, path string
		args       []string
	}{
		{"unsigned", deal, []string{"evaluate", "x.evidence"}},
		{"unsigned, verified", deal, verify},
		{"signed", deal, signed},
		{"audit unsigned", audit, []string{"audit", "x.evidence"}},
		{"audit unsigned, verified", audit, verify},
		{"audit signed", audit, signed},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := c.path
			if strings.HasSuffix(c.name, "signed") && !strings.HasSuffix(c.name, "unsigned") {
				if _, errs, code := called(t, "", "evidence", "sign", path, "--key", "alice.key"); code != answered {
					t.Fatal(errs)
				}
			}
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write := func(doc []byte) {
				if err := os.WriteFile("x.evidence", doc, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write(whole)
			shown, said, code := called(t, "", c.args...)
			if code != answered || said != "" {
				t.Fatalf("the evidence itself: %s", said)
			}
			noticed, same := 0, 0
			series := strings.Split(*editsFlag, ",")
			for i := range edits * len(series) {
				number, err := strconv.ParseUint(series[i/edits], 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				r := rand.New(rand.NewPCG(number, uint64(i%edits)))
				doc := edited(whole, r)
				if bytes.Equal(doc, whole) {
					same++
					continue
				}
				write(doc)
				out, errs, code := called(t, "", c.args...)
				switch {
				case code != answered || errs != "":
					noticed++
				case out != shown:
					t.Errorf("edit %d of series %d changed what is shown, and nobody was told",
						i%edits, number)
				}
			}
			all := edits * len(series)
			t.Logf("%d edits: %d noticed, %d that changed no byte", all, noticed, same)
			if noticed < all*9/10 {
				t.Errorf("only %d of %d were noticed", noticed, all)
			}
		})
	}
}

// rehashed gives evidence the hash of its whole again, as somebody does who changes it on purpose.
func rehashed(doc string) string {
	const key = `"whole": "`
	i := strings.LastIndex(doc, key) + len(key)
	j := i + strings.Index(doc[i:], `"`)
	doc = doc[:i] + doc[j:]
	return doc[:i] + cite.Hash([]byte(doc)) + doc[i:]
}

// TestForgedEvidence: hashes that were made anew do not help a forger. What is shown is judged now.
func TestForgedEvidence(t *testing.T) {
	path := frozenFile(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	honest, _, _ := called(t, "", "evaluate", path)
	thawed, err := evidence.Read(whole)
	if err != nil {
		t.Fatal(err)
	}
	verdictOf := func(change func(string) string) string {
		forged := change(string(thawed.Verdict))
		doc := string(whole)
		i := strings.Index(doc, `"verdict": {`)
		return rehashed(doc[:i] + fmt.Sprintf(`"verdict": {"hash": %q, "json": %s}, "whole": ""}`,
			cite.Hash([]byte(forged)), forged))
	}
	replaced := func(old, new string) string { return rehashed(strings.Replace(string(whole), old, new, 1)) }
	for _, c := range []struct {
		name, doc string
		want      string // on stderr
		code      int
	}{
		{"a sentence put in", verdictOf(func(v string) string {
			return strings.Replace(v, `"sentence":"`, `"sentence":"Buy this. `, 1)
		}), `verdict.sentence: frozen "Buy this.`, answered},
		{"a word of trust put in", verdictOf(func(v string) string {
			return strings.Replace(v, `"trust":"unproven"`, `"trust":"verifiable"`, 1)
		}), `verdict.trust: frozen "verifiable", now "unproven"`, answered},
		{"a key in another case", replaced(`"choices": {`, `"Choices": {"budget_usd": 1}, "choices": {`),
			`has the key "Choices"`, unable},
		{"a key twice", replaced(`"choices": {`, `"choices": {"paths": 5}, "choices": {`),
			`has the key "choices" twice`, unable},
		{"a key without effect", replaced(`"overrides": {}`, `"overrides": {"price_usd": 0}`),
			`has the key "overrides.price_usd", which has no place or no effect`, unable},
		{"an override beyond bounds", replaced(`"overrides": {}`, `"overrides": {"price_usd": 1e300}`),
			"--price: ", misused},
		{"a negative override", replaced(`"overrides": {}`, `"overrides": {"difficulty": -5}`),
			"--difficulty: ", misused},
		{"markets without end", replaced(`"paths": -1`, `"paths": 1000000000`), "--paths: ", misused},
		{"a rate beyond bounds", replaced(`"EUR": 1.08`, `"EUR": 0`), "fx: ", unable},
		{"sources changed", strings.Replace(string(whole), "Coin Metrics", "Coin Mattress", 1),
			"hash that it gives for the whole", unable},
		{"no hash of the whole", string(whole[:bytes.LastIndex(whole, []byte(",\n \"whole\""))]) + "\n}\n",
			"sources, choices, overrides and warnings have no hash", answered},
	} {
		if c.doc == string(whole) {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		if err := os.WriteFile(path, []byte(c.doc), 0o600); err != nil {
			t.Fatal(err)
		}
		out, errs, code := called(t, "", "evaluate", path)
		if code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("%s: code %d, %q in\n%s", c.name, code, c.want, errs)
		}
		if code == answered && out != honest {
			t.Errorf("%s: what is shown is not what is judged", c.name)
		}
	}
}

// TestForgedAudit: a frozen audit whose hashes were made anew is judged again from what is in it: nothing is
// asked, no file is opened or written, and what is shown is not what a forger froze.
func TestForgedAudit(t *testing.T) {
	path := frozenAudit(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	world := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer world.Close()
	honest, said, code := called(t, "", "audit", path)
	if code != answered || said != "" {
		t.Fatalf("the audit itself: %d, %s", code, said)
	}
	t.Chdir(t.TempDir())
	const fee = `"--fee=2%"`
	for _, c := range []struct{ name, old, new, want string }{
		{"another fee", fee, `"--fee=9%"`, "judges otherwise than the frozen result"},
		{"a page to write", fee, `"--html=out.html"`, "--html has no place there"},
		{"evidence to write", fee, `"--evidence=out"`, "--evidence has no place there"},
		{"a node to ask", fee, fee + `, "--node=` + world.URL + `"`, "--node has no place there"},
		{"an explorer to ask", fee, fee + `, "--esplora=` + world.URL + `"`, "--esplora has no place there"},
		{"keys to read", fee, fee + `, "--pool-key=/etc/passwd"`, "--pool-key has no place there"},
		{"a provider to ask", fee, fee + `, "--provider=` + world.URL + `"`, ""},
		{"a file to read", `"--hashrate=30TH/s"`, `"--hashrate=30TH/s", "--counts=/etc/passwd"`,
			"does not hold /etc/passwd"},
		{"a key in another case", `"args": `, `"Args": ["/etc/passwd"], "args": `, `has the key "Args"`},
		{"a version that nobody has", `"version": "`, `"version": "v99 `, ""},
	} {
		doc := rehashed(strings.Replace(string(whole), c.old, c.new, 1))
		if doc == string(whole) {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		if err := os.WriteFile("forged", []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
		out, said, code := called(t, "", "audit", "forged")
		if !strings.Contains(said, c.want) || code == answered && c.want == "" && out != honest ||
			c.name == "another fee" && out == honest {
			t.Errorf("%s: code %d, want %q in %s", c.name, code, c.want, said)
		}
	}
	if files, err := os.ReadDir("."); err != nil || len(files) != 1 || asked.Load() > 0 {
		t.Errorf("%d files lie here, the world was asked %d times, %v", len(files), asked.Load(), err)
	}
}

// TestInventedFacts: facts that are not those of the program are counted, with how far they are off.
func TestInventedFacts(t *testing.T) {
	path := frozenFile(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	thawed, err := evidence.Read(whole)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(thawed.Evidence.History.CSV()), "\n"), "\n")
	changed := 0
	for i, l := range lines[1:] {
		if cells := strings.Split(l, ","); cells[0] >= "2021-08-01" && cells[0] <= "2021-10-01" && cells[1] != "" {
			cells[1] = "9" + cells[1]
			lines[i+1] = strings.Join(cells, ",")
			changed++
		}
	}
	csv := filepath.Join(t.TempDir(), "history.csv")
	if err := os.WriteFile(csv, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	offered := filepath.Join("..", "..", "examples", "bitfufu-classic-2021.yaml")
	if _, errs, code := called(t, "", "evaluate", "--force", "--paths", "0", "--history", csv, "--evidence", path,
		offered); code != answered {
		t.Fatal(errs)
	}
	want := fmt.Sprintf("the price differs on %d days of", changed)
	if _, errs, code := called(t, "", "evaluate", path); code != answered || !strings.Contains(errs, want) {
		t.Errorf("evaluate: code %d, no %q in\n%s", code, want, errs)
	}
	out, errs, code := called(t, "", "evidence", "verify", path)
	if code != unable || !strings.Contains(out, "WRONG") || !strings.Contains(out, want) ||
		!strings.Contains(errs, "further from those that come with assay") {
		t.Errorf("verify: code %d\n%s%s", code, out, errs)
	}
}

// TestKeysAreNotEchoed: a key, whole or in part, that stands where something else is wanted is not shown.
func TestKeysAreNotEchoed(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, errs, code := called(t, "", "evidence", "key", "alice"); code != answered {
		t.Fatal(errs)
	}
	data, err := os.ReadFile("alice.key")
	if err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSpace(string(data))
	secret := key[strings.LastIndex(key, "+A")+2:] // as base64 has plus signs, the last that begins the code or less
	if len(secret) < 12 {
		secret = key[len(key)-20:]
	}
	half := key[len(key)/2:]
	for _, args := range [][]string{
		{"evidence", "sign", "x", "--key", key}, {"evidence", "sign", key, "--key", "alice.key"},
		{"evidence", "sign", "x", "--key", half}, {"evidence", "verify", "alice.pub", "--key", key},
		{"evidence", "verify", "alice.pub", "--key", half}, {"evidence", "verify", "alice.pub", "--key", "alice.key"},
		{"evidence", "verify", key}, {"evaluate", key}, {"evidence", "sign", "alice.pub", "--key", "alice.key"},
		{"data", "update", "--source", "blocks", "--from-node", "http://127.0.0.1:1", "--node-cookie", "user:" + half},
	} {
		out, errs, code := called(t, "", args...)
		if code == answered {
			t.Errorf("%q was taken", args)
		}
		if said := out + errs; strings.Contains(said, secret) || strings.Contains(said, half[:12]) {
			t.Errorf("%q shows the key:\n%s", args, said)
		}
	}
}
