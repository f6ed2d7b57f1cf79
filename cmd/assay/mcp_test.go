package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assaymining/assay/adapter/assistant"
	"github.com/assaymining/assay/offer"
)

// verb is what the program prints.
func verb(t *testing.T, stdin string, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	p := program{
		in:  strings.NewReader(stdin),
		out: &out,
		err: &errs,
		env: func(string) string { return "" },
	}
	if code := run(t.Context(), args, p); code != answered {
		t.Fatalf("%v: exit code %d: %s", args, code, &errs)
	}
	return out.Bytes()
}

// The tools of the program that runs, asked by the SDK's own client, give the bytes that the verbs print as
// JSON, and what they give fits the schemas that they tell.
func TestToolsGiveWhatVerbsPrint(t *testing.T) {
	path := filepath.Join("..", "..", "examples", "bitfufu-classic-2021.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o, _, err := offer.Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	document := json.RawMessage(offer.JSON(o))
	dir := t.TempDir()
	statement := "date,amount,unit,kind,hashrate,hashrate_unit,note\n2021-10-01,5200,sat,credit,,,\n" +
		"2021-10-02,5250,sat,credit,,,\n"
	words := "30 TH/s for 12 months, price $412, electricity $0.05 per TH and day, deducted. Bonjour \u202e."
	for name, content := range map[string]string{"a.json": string(document), "p.csv": statement, "w.txt": words} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	cmd := exec.CommandContext(t.Context(), "assay", "mcp")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+dir)
	var logged bytes.Buffer
	cmd.Stderr = &logged
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	s, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string]*jsonschema.Schema{}
	list, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list.Tools {
		schemas[one.Name] = compiled(t, one.Name, one.OutputSchema)
		compiled(t, one.Name+".in", one.InputSchema)
	}
	type args = map[string]any
	for _, c := range []struct {
		tool  string
		args  args
		print []byte
	}{
		{"evaluate", args{"text": string(text)}, verb(t, "", "evaluate", "--json", path)},
		{"evaluate", args{"offer": document, "as-of": "2026-05-01", "budget": "500USD"},
			verb(t, "", "evaluate", "--json", "--as-of", "2026-05-01", "--budget", "500USD", path)},
		{"flags", args{"offer": document}, verb(t, "", "flags", "--json", path)},
		{"compare", args{"offers": []any{document}}, nil},
		{"read", args{"text": words}, verb(t, "", "read", "--json", in("w.txt"))},
		{"market", args{"from": "2026-09-01", "to": "2026-09-02"}, nil},
		{"audit", args{"hashrate": "30 TH/s", "from": "2026-03-01", "to": "2026-03-31", "received": "0.0004 BTC",
			"fee": "2%"}, verb(t, "", "audit", "--json", "--hashrate", "30TH/s", "--from", "2026-03-01", "--to",
			"2026-03-31", "--received", "0.0004BTC", "--fee", "2%")},
		{"audit", args{"statement": statement, "contract": document}, nil},
	} {
		r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: c.args})
		if err != nil || r.IsError {
			t.Errorf("%s: %v %+v", c.tool, err, r.Content[1])
			continue
		}
		said := r.Content[1].(*mcp.TextContent).Text
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(said))
		if err != nil {
			t.Fatal(err)
		}
		if err := schemas[c.tool].Validate(value); err != nil {
			t.Errorf("%s does not fit what it tells: %.600v", c.tool, err)
		}
		var flat bytes.Buffer
		if err := json.Compact(&flat, c.print); c.print != nil && err != nil {
			t.Fatal(err)
		}
		if c.print != nil && flat.String() != unescaped(t, said) && flat.String() != said {
			t.Errorf("%s says otherwise than the verb:\n%.300s\n%.300s", c.tool, said, &flat)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("the program ends with %v", err)
	}
	if n := strings.Count(logged.String(), `"msg":"call"`); n != 8 ||
		strings.Contains(logged.String(), "Bonjour") {
		t.Errorf("%d calls are logged: %s", n, &logged)
	}
}

// As many calls as an assistant may have open are answered, whatever each computes: none is told to come again.
func TestCallsAtOnce(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "teaching.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	tools := assistantOf(t)
	var calls sync.WaitGroup
	for seed := range assistant.MostCalls {
		calls.Go(func() {
			args := map[string]any{"text": string(text), "seed": seed}
			r, err := tools.CallTool(t.Context(), &mcp.CallToolParams{Name: "evaluate", Arguments: args})
			if err != nil || r.IsError {
				t.Errorf("call %d: %v %+v", seed, err, r)
			}
		})
	}
	calls.Wait()
}

// unescaped is JSON as the verb prints it: what a terminal must not see is an escape there.
func unescaped(t *testing.T, doc string) string {
	t.Helper()
	return strings.ReplaceAll(doc, "\u202e", `\u202e`)
}

// compiled is a schema, which refers to nothing outside itself.
func compiled(t *testing.T, name string, schema any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// peer is the program, spoken to line by line.
type peer struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func speak(t *testing.T) *peer {
	t.Helper()
	p := &peer{Cmd: exec.CommandContext(t.Context(), "assay", "mcp", "--quiet")}
	p.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	var err error
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReaderSize(out, 1<<20)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	p.say(
		t,
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},`+
			`"clientInfo":{"name":"x","version":"1"}}}`,
	)
	if got := p.hear(t); !strings.Contains(got, `"protocolVersion":"2025-06-18"`) ||
		!strings.Contains(got, "never an") {
		t.Fatalf("it begins with %s", got)
	}
	p.say(t, `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return p
}

func (p *peer) say(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

func (p *peer) hear(t *testing.T) string {
	t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// call is a message that calls a tool; long is one whose work takes seconds.
func call(id int, tool, args string) string {
	return fmt.Sprintf(
		`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":%s}}`,
		id,
		tool,
		args,
	)
}

func long(id int) string {
	var all []string
	for i := range 8 {
		all = append(
			all,
			fmt.Sprintf(`{"schema":"assay/offer/v1","hashrate":"30 TH/s","term":"%dd","price":`+
				`{"upfront":"500 USD"},"fees":[{"per_hashrate_day":"0.02 USD/TH/day","paid":"separately"}]}`, 3000+i),
		)
	}
	return call(id, "compare", `{"offers":[`+strings.Join(all, ",")+`]}`)
}

// A conversation line by line: bad JSON, a line too long, an unknown tool and a bad offer are answered, a call that is
// cancelled is not, what is open when the input ends is answered, and the program ends well.
func TestConversationLineByLine(t *testing.T) {
	p := speak(t)
	for _, c := range []struct{ line, says string }{
		{`{"jsonrpc":`, `"code":-32700`},
		{call(2, "read", `{"text":"`+strings.Repeat("x", 9<<20)+`"}`), "longer than 8 MiB"},
		{call(3, "open", `{}`), `"code":-32602`},
		{call(4, "evaluate", `{"offer":{"schema":"assay/offer/v1","hashrate":"30"}}`), `\"path\":\"hashrate\"`},
		{call(5, "read", `{"text":"/etc/passwd"}`), `\"statements\":[]`},
		{call(6, "read", `{"text":"%PDF-1.4"}`), "this is no text"},
		{call(6, "read", `{"text":"http://127.0.0.1:1/"}`), `\"statements\":[]`},
		{`{"jsonrpc":"2.0","id":7,"method":"tools/list"}`, `"inputSchema"`},
	} {
		p.say(t, c.line)
		if got := p.hear(t); !strings.Contains(strings.ToLower(got), strings.ToLower(c.says)) {
			t.Errorf("%.80s is answered %.600s, want %s", c.line, got, c.says)
		}
	}
	p.say(t, long(8))
	p.say(t, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":8}}`)
	p.say(t, call(9, "market", `{"from":"2026-09-01","to":"2026-09-01"}`))
	p.say(t, long(10))
	if err := p.in.Close(); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.out)
	if err != nil || !bytes.Contains(rest, []byte(`"id":9,`)) ||
		!bytes.Contains(rest, []byte(`"id":10,`)) {
		t.Errorf("%v, %.600s", err, rest)
	}
	for line := range bytes.Lines(rest) {
		if bytes.Contains(line, []byte(`"id":8,`)) {
			t.Errorf("the cancelled call is answered %.300s", line)
		}
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the program ends with %v", err)
	}
}

// Told to stop in the midst of a call, the program stops at once; killed, it leaves nothing behind.
func TestStoppedConversation(t *testing.T) {
	for _, with := range []os.Signal{syscall.SIGTERM, os.Kill} {
		p := speak(t)
		p.say(t, long(2))
		time.Sleep(50 * time.Millisecond)
		began := time.Now()
		if err := p.Process.Signal(with); err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadAll(p.out)
		if err := p.Wait(); !errors.As(err, new(*exec.ExitError)) || time.Since(began) > 5*time.Second {
			t.Errorf("%v: it ends with %v after %s", with, err, time.Since(began))
		}
	}
}
