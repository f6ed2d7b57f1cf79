package assistant

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// echo is an API that answers with what it was asked.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	if strings.Contains(string(body), "refuse") {
		w.WriteHeader(http.StatusUnprocessableEntity)
		io.WriteString(w, "{\n  \"detail\": \"no\"\n}")
		return
	}
	said := map[string]any{
		"asked": r.Method + " " + r.URL.RequestURI(),
		"kind":  r.Header.Get("Content-Type"),
		"body":  string(body),
	}
	if err := json.NewEncoder(w).Encode(said); err != nil {
		panic(err)
	}
}

// conversation is a server, and the SDK's own client at the other end of two pipes.
func conversation(t *testing.T, api http.HandlerFunc) *mcp.ClientSession {
	t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	ended := make(chan error, 1)
	c := Config{API: api, Version: "v1", Log: slog.New(slog.DiscardHandler), Schemas: map[string][]byte{
		"offer": []byte(
			`{"properties":{"hashrate":{"type":["string","null"],"pattern":"x","examples":["30 TH/s"],
			"description":"what is sold"}}}`,
		)}}
	go func() { ended <- Serve(t.Context(), c, fromClient, toClient) }()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(
		t.Context(),
		&mcp.IOTransport{Reader: fromServer, Writer: toServer},
		nil,
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("the server ended with %v", err)
		}
	})
	return session
}

// texts are those of an answer.
func texts(r *mcp.CallToolResult) (all []string) {
	for _, c := range r.Content {
		if text, ok := c.(*mcp.TextContent); ok {
			all = append(all, text.Text)
		}
	}
	return all
}

// Each tool asks the operation of its name: documents are the body, all else is a parameter as it was written.
func TestCallsAreRequests(t *testing.T) {
	s := conversation(t, echo)
	type args = map[string]any
	for _, c := range []struct {
		tool        string
		args        args
		asked, kind string
		body        []string
	}{
		{"read", args{"text": "30 TH/s"}, "POST /api/v1/read?", "text/plain; charset=utf-8", []string{"30 TH/s"}},
		{"evaluate", args{"offer": args{"hashrate": "30 TH/s"}, "as-of": "2026-05-01", "seed": 7},
			"POST /api/v1/evaluate?as-of=2026-05-01&seed=7", yamlKind, []string{`{"hashrate":"30 TH/s"}`}},
		{"evaluate", args{"text": "hashrate: 30 TH/s\n", "offer": nil}, "POST /api/v1/evaluate?", yamlKind,
			[]string{"hashrate: 30 TH/s\n"}},
		{"flags", args{"offer": "hashrate: 30 TH/s", "as-of": "2026-05-01"},
			"POST /api/v1/flags?as-of=2026-05-01", yamlKind, []string{"hashrate: 30 TH/s"}},
		{"compare", args{"offers": []args{{"id": "a"}, {"id": "b"}}, "budget": "500USD"},
			"POST /api/v1/compare?budget=500USD", linesKind, []string{`{"id":"a"}` + "\n" + `{"id":"b"}` + "\n"}},
		{"audit", args{"hashrate": "30 TH/s", "fee": "2%"}, "GET /api/v1/audit?fee=2%25&hashrate=30+TH%2Fs", "", nil},
		{"audit", args{"statement": "date,amount\n", "hashrate": "1 TH/s"}, "POST /api/v1/audit?hashrate=1+TH%2Fs",
			csvKind, []string{"date,amount\n"}},
		{"audit", args{"statement": "date,amount\n", "contract": args{"a": "b"}}, "POST /api/v1/audit?",
			"multipart/form-data", []string{"name=\"document\"\r\n\r\ndate,amount\n\r\n",
				"name=\"contract\"\r\n\r\n{\"a\":\"b\"}\r\n", "--\r\n"}},
	} {
		r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: c.args})
		if err != nil || r.IsError {
			t.Errorf("%s %v: %v %v", c.tool, c.args, err, texts(r))
			continue
		}
		got, _ := r.StructuredContent.(map[string]any)
		if got["asked"] != c.asked || !strings.HasPrefix(fmt.Sprint(got["kind"]), c.kind) {
			t.Errorf(
				"%s asks %q with %q, want %q with %q",
				c.tool,
				got["asked"],
				got["kind"],
				c.asked,
				c.kind,
			)
		}
		for _, part := range c.body {
			if !strings.Contains(fmt.Sprint(got["body"]), part) {
				t.Errorf("%s sends %q, want %q in it", c.tool, got["body"], part)
			}
		}
		all := texts(r)
		if len(all) != 2 || !strings.Contains(all[0], "never instructions") {
			t.Errorf("%s does not say whose words it gives back: %q", c.tool, all)
			continue
		}
		var same map[string]any
		if err := json.Unmarshal([]byte(all[1]), &same); err != nil ||
			fmt.Sprint(same) != fmt.Sprint(got) {
			t.Errorf("%s says one thing as text and another as a value: %s", c.tool, all[1])
		}
	}
}

// What cannot be meant is an error of the tool, with its place and the repair, and asks the API nothing.
func TestCallsThatCannotBeMeant(t *testing.T) {
	asked := 0
	s := conversation(t, func(w http.ResponseWriter, r *http.Request) { asked++; echo(w, r) })
	type args = map[string]any
	for _, c := range []struct {
		tool string
		args any
		says []string
	}{
		{"evaluate", args{}, []string{"offer", "one of the two"}},
		{"evaluate", args{"offer": args{}, "text": "x"}, []string{"one of the two"}},
		{"evaluate", args{"text": "x", "as_of": "2026-05-01"}, []string{`did you mean \"as-of\"?`}},
		{"evaluate", args{"text": "x", "zebra": "1"}, []string{"zebra", "there are: ", "price-drift"}},
		{"evaluate", args{"text": "x", "budget": []int{1}}, []string{"budget", "write a text"}},
		{"evaluate", args{"text": "x", "only": "verdict"}, []string{"only", "list of keys"}},
		{"read", args{}, []string{"text is needed", "paste the words"}},
		{"read", args{"text": strings.Repeat("x", 2<<20)}, []string{"larger than 1 MiB"}},
		{"compare", args{"offers": "x"}, []string{"list of offer documents"}},
		{"compare", args{"offers": []any{args{}, "x"}}, []string{"offers[1]"}},
		{"market", args{"to": "2026-01-01"}, []string{"from is needed", "2026-09-01"}},
		{"market", []int{1}, []string{"no object"}},
	} {
		r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: c.args})
		if err != nil || !r.IsError || r.StructuredContent != nil {
			t.Errorf("%s %.80v: %v %v", c.tool, c.args, err, r)
			continue
		}
		for _, part := range c.says {
			if !strings.Contains(strings.Join(texts(r), "\n"), part) {
				t.Errorf("%s %.80v says %q, want %q in it", c.tool, c.args, texts(r), part)
			}
		}
	}
	if asked != 0 {
		t.Errorf("the API was asked %d times", asked)
	}
	r, err := s.CallTool(
		t.Context(),
		&mcp.CallToolParams{Name: "read", Arguments: args{"text": "refuse"}},
	)
	if err != nil || !r.IsError || texts(r)[1] != `{"detail":"no"}` {
		t.Errorf("a problem of the API is told as %v, %q", err, texts(r))
	}
}

// An answer has the keys that were asked for and is of bounded length, a list stands in an object, and the
// schema that tells of it allows what may be left out.
func TestShapeOfAnswers(t *testing.T) {
	s := conversation(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v1/market":
			io.WriteString(w, "[1, 2]\n")
		case "/api/v1/flags":
			fmt.Fprintf(w, "{\"a\": %q}", strings.Repeat("x", longestAnswer))
		default:
			io.WriteString(w, `{"a": {"b": 1.50}, "c": 2, "d": "</script>"}`)
		}
	})
	ask := func(tool string, args map[string]any) *mcp.CallToolResult {
		t.Helper()
		r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := texts(ask("market", map[string]any{"from": "2026-01-01"}))[1]; got != `{"days":[1,2]}` {
		t.Errorf("a list is told as %s", got)
	}
	r := ask("read", map[string]any{"text": "x", "only": []string{"c", "a"}})
	if got := texts(r)[1]; got != `{"a":{"b":1.50},"c":2}` {
		t.Errorf("two keys are %s", got)
	}
	if r := ask("read", map[string]any{"text": "x", "only": []string{"e"}}); !r.IsError {
		t.Error("a key that is not there is not refused")
	}
	if r := ask("flags", map[string]any{"text": "x"}); !r.IsError ||
		!strings.Contains(texts(r)[1], "in only") {
		t.Errorf("a long answer is told as %.200q", texts(r))
	}
	list, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range list.Tools {
		names = append(names, one.Name)
		if one.Annotations == nil || !one.Annotations.ReadOnlyHint || *one.Annotations.OpenWorldHint {
			t.Errorf("%s is not told as one that changes nothing and asks nobody", one.Name)
		}
		in, _ := one.InputSchema.(map[string]any)
		properties, _ := in["properties"].(map[string]any)
		for name, p := range properties {
			if says, _ := p.(map[string]any)["description"].(string); says == "" {
				t.Errorf("%s: nothing is said of %s", one.Name, name)
			}
		}
	}
	if want := []string{"audit", "compare", "evaluate", "flags", "market", "read"}; !slices.Equal(
		names,
		want,
	) {
		t.Errorf("tools are %v, want %v", names, want)
	}
	out, err := json.Marshal(list)
	if err != nil || bytes.Contains(out, []byte(`"pattern"`)) ||
		!bytes.Contains(out, []byte("what is sold, as 30 TH/s")) {
		t.Errorf("the offer is told as %v, %.1000s", err, out)
	}
}

// A call that is cancelled stops the work for it, and the conversation goes on.
func TestCancelledCalls(t *testing.T) {
	stopped := make(chan struct{})
	s := conversation(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/read" {
			<-r.Context().Done()
			close(stopped)
			return
		}
		echo(w, r)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := s.CallTool(ctx, &mcp.CallToolParams{Name: "read", Arguments: map[string]any{"text": "x"}})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the call ended with %v", err)
	}
	select {
	case <-stopped:
	case <-time.After(10 * time.Second):
		t.Fatal("the work goes on")
	}
	if r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: "flags",
		Arguments: map[string]any{"text": "x"}}); err != nil || r.IsError {
		t.Errorf("the next call: %v %v", err, r)
	}
}

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",` +
	`"capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`

// reply is one message of the server.
type reply struct {
	ID     any
	Result map[string]any
	Error  *struct {
		Code    int
		Message string
	}
}

// spoken is what the server says to some lines, in any order, until all is answered.
func spoken(t *testing.T, api http.HandlerFunc, text string) (all []reply) {
	t.Helper()
	var out bytes.Buffer
	c := Config{API: api, Log: slog.New(slog.DiscardHandler)}
	if err := Serve(t.Context(), c, strings.NewReader(text), &out); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r reply
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%.200s is no message: %v", lines.Text(), err)
		}
		all = append(all, r)
	}
	return all
}

// A line that is no message is answered, and the next is read; what was asked before the end is answered.
func TestLinesThatAreNoMessages(t *testing.T) {
	call := func(id, text string) string {
		return `{"jsonrpc":"2.0","id":` + id + `,"method":"tools/call","params":{"name":"read","arguments":{"text":"` +
			text + `"}}}`
	}
	for name, c := range map[string]struct {
		line string
		code int
	}{
		"no JSON":    {`{"jsonrpc":"2.0",`, -32700},
		"no text":    {"\xff\xfe\x00", -32700},
		"deep":       {strings.Repeat("[", 2_000_000), -32700},
		"deep whole": {strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000), -32600},
		"a batch":    {"[" + call("3", "x") + "]", -32600},
		"a number":   {"7", -32600},
		"too long":   {call("3", strings.Repeat("x", longestLine)), -32600},
		"no method":  {`{"jsonrpc":"2.0","id":3,"method":7}`, -32600},
		"blank":      {" \t\r", 0},
	} {
		t.Run(name, func(t *testing.T) {
			all := spoken(
				t,
				echo,
				hello+"\n"+c.line+"\n"+call("2", "after")+"\n\n"+`{"jsonrpc":"2.0","id":4,`+
					`"method":"ping"}`,
			)
			answered := map[any]bool{}
			code := 0
			for _, r := range all {
				answered[r.ID] = true
				if r.ID == nil {
					code = r.Error.Code
				}
			}
			if code != c.code || !answered[1.] || !answered[2.] || !answered[4.] || answered[3.] {
				t.Errorf("code %d, want %d; answered are %v", code, c.code, answered)
			}
		})
	}
}

// However many calls come at once, only so many are held, and each is answered once.
func TestManyCalls(t *testing.T) {
	var text strings.Builder
	text.WriteString(hello + "\n")
	const calls = 500
	for i := range calls {
		fmt.Fprintf(&text, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"read",`+
			`"arguments":{"text":"x"}}}`+"\n", i+2)
	}
	at, most := make(chan int, 1), 0
	at <- 0
	all := spoken(t, func(w http.ResponseWriter, r *http.Request) {
		n := <-at + 1
		most = max(most, n)
		at <- n
		time.Sleep(time.Millisecond)
		echo(w, r)
		at <- <-at - 1
	}, text.String())
	seen := map[any]int{}
	for _, r := range all {
		seen[r.ID]++
	}
	if len(all) != calls+1 || len(seen) != calls+1 || most > MostCalls || most < 2 {
		t.Errorf("%d answers to %d ids, %d at the same time", len(all), len(seen), most)
	}
}

// An id that is not answered yet is not taken twice.
func TestTwiceTheSameCall(t *testing.T) {
	l := &lines{in: strings.NewReader(""), out: io.Discard, gone: func() {}}
	if _, err := l.Connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	l.out = &out
	line := []byte(`{"jsonrpc":"2.0","id":2,"method":"ping"}`)
	first := l.message(line, false)
	if first == nil {
		t.Fatal("a call is refused")
	}
	l.admit(first)
	if l.message(line, false) != nil || !strings.Contains(out.String(), "give each its own") {
		t.Errorf("a second call of the same id is taken: %q", out.String())
	}
	if err := l.Write(t.Context(), &jsonrpc.Response{ID: first.(*jsonrpc.Request).ID,
		Result: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if l.message(line, false) == nil {
		t.Error("an id cannot be used again once it is answered")
	}
}
