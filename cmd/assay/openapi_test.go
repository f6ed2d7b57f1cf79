package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assaymining/assay/market"
)

// served is the API with all that this program plugs in.
func served(t *testing.T) func(method, target, body string) *httptest.ResponseRecorder {
	t.Helper()
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	web, err := p.workbench(t.Context(), market.Embedded(),
		&serving{names: []string{"example.com"}, quiet: true, patience: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	h := web.Handler()
	return func(method, target, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
		return w
	}
}

// Answers of every operation, good ones and problems, fit the schemas of the description, which refers to nothing outside
// itself, gives each operation a type and says version and licence.
func TestAnswersFitTheirDescription(t *testing.T) {
	ask := served(t)
	text := ask("GET", "/api/v1/openapi.json", "").Body.Bytes()
	var described struct {
		OpenAPI string
		Info    struct {
			Version string
			License struct{ Identifier string }
		}
		Paths map[string]map[string]struct {
			OperationID string
			Responses   map[string]struct {
				Content map[string]struct{ Schema json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(text, &described); err != nil {
		t.Fatal(err)
	}
	if described.OpenAPI != "3.1.0" || described.Info.Version == "" || described.Info.License.Identifier != "Apache-2.0" {
		t.Errorf("%+v", described.Info)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler() // which loads nothing from elsewhere
	if err := c.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	offered, err := os.ReadFile(filepath.Join("..", "..", "examples", "teaching.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	const payouts = "date,amount,unit,kind,hashrate,hashrate_unit,note\n2026-03-01,1200,sat,payout,30,TH/s,\n" +
		"2026-03-02,1250,sat,payout,30,TH/s,\n"
	line := `{"schema":"assay/offer/v1","hashrate":"30 TH/s","term":"90d","price":{"upfront":"500 USD"}}` + "\n"
	tried, told := map[string]bool{}, map[string]any{}
	for _, one := range []struct{ method, path, target, body, status string }{
		{"post", "/api/v1/evaluate", "?as-of=2026-05-01", string(offered), "200"},
		{"post", "/api/v1/evaluate", "?as_of=2026-05-01", string(offered), "400"},
		{"post", "/api/v1/evaluate", "", "hashrate: 30", "422"},
		{"post", "/api/v1/evaluate", "", strings.Repeat("x", 2<<20), "413"},
		{"post", "/api/v1/replay", "", string(offered), "200"},
		{"post", "/api/v1/flags", "", string(offered), "200"},
		{"post", "/api/v1/flags", "?as-of=never", string(offered), "422"},
		{"post", "/api/v1/compare", "?as-of=2026-05-01", line + line, "200"},
		{"post", "/api/v1/compare", "", line + "{}\n", "422"},
		{"post", "/api/v1/compare", "", strings.Repeat(line, 9), "422"},
		{"post", "/api/v1/compare", "", "", "422"},
		{"post", "/api/v1/read", "", "30 TH/s for 12 months, price $412, electricity $0.05 per TH and day, deducted.", "200"},
		{"post", "/api/v1/screen", "", line + "{}\n", "200"},
		{"post", "/api/v1/screen", "?brief=false", line, "200"},
		{"post", "/api/v1/screen", "?brief=perhaps", line, "422"},
		{"post", "/api/v1/audit", "?hashrate=30TH/s", payouts, "200"},
		{"get", "/api/v1/audit", "?hashrate=30TH/s&from=2026-03-01&to=2026-03-31&received=0.0004BTC", "", "200"},
		{"get", "/api/v1/forecast", "?horizon=30d", "", "200"},
		{"get", "/api/v1/schema/{name}", "/api/v1/schema/offer", "", "200"},
		{"get", "/api/v1/schema/{name}", "/api/v1/schema/nothing", "", "404"},
		{"get", "/api/v1/examples", "", "", "200"},
		{"get", "/api/v1/market", "?from=2026-09-01", "", "200"},
	} {
		target := one.path + one.target
		if strings.HasPrefix(one.target, "/") {
			target = one.target
		}
		w := ask(strings.ToUpper(one.method), target, one.body)
		if got := w.Code; got != int(json.Number(one.status)[0]-'0')*100+int(one.status[1]-'0')*10+int(one.status[2]-'0') {
			t.Errorf("%s: status %d, want %s: %.300s", target, got, one.status, w.Body)
			continue
		}
		op := described.Paths[one.path][one.method]
		kind := w.Header().Get("Content-Type")
		if len(op.Responses[one.status].Content[kind].Schema) == 0 {
			t.Errorf("%s answers %s with %s, which is not described", target, one.status, kind)
			continue
		}
		tried[op.OperationID] = true
		pointer := "#/paths/" + strings.ReplaceAll(strings.ReplaceAll(one.path, "~", "~0"), "/", "~1") + "/" + one.method + "/responses/" + one.status +
			"/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema"
		schema, err := c.Compile("openapi.json" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer))
		if err != nil {
			t.Fatalf("%s: %v", target, err)
		}
		values := []string{w.Body.String()}
		if kind == "application/x-ndjson" {
			values = strings.Split(strings.TrimSpace(w.Body.String()), "\n")
		}
		for _, value := range values {
			answer, err := jsonschema.UnmarshalJSON(strings.NewReader(value))
			if err != nil {
				t.Fatalf("%s: %v", target, err)
			}
			if err := schema.Validate(answer); err != nil {
				t.Errorf("%s does not fit: %.600v", target, err)
				break
			}
			if one.status == "200" && told[op.OperationID] == nil {
				told[op.OperationID] = shortened(answer)
				if err := schema.Validate(told[op.OperationID]); err != nil {
					t.Errorf("the example of %s does not fit: %.600v", op.OperationID, err)
				}
			}
		}
	}
	delete(told, "schema") // any document
	now, err := json.MarshalIndent(told, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join("..", "..", "adapter", "web", "api", "answers.json")
	if *update {
		if err := os.WriteFile(kept, append(now, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if was, err := os.ReadFile(kept); err != nil || string(was) != string(now)+"\n" {
		t.Errorf("the examples in the description are of another day; make golden takes the new ones: %v", err)
	}
	for path, methods := range described.Paths {
		for method, op := range methods {
			for kind, content := range op.Responses["200"].Content {
				if len(content.Schema) < len(`{"type":"string"}`) || bytes.Equal(content.Schema, []byte(`{"type":"object"}`)) {
					t.Errorf("%s %s: %s has no type", method, path, kind)
				}
			}
			if !tried[op.OperationID] && op.OperationID != "example" {
				t.Errorf("%s %s was not tried", method, path)
			}
		}
	}
}

// shortened is a value of JSON with the first three entries of each list.
func shortened(v any) any {
	switch v := v.(type) {
	case []any:
		out := []any{}
		for _, one := range v[:min(len(v), 3)] {
			out = append(out, shortened(one))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, one := range v {
			out[key] = shortened(one)
		}
		return out
	}
	return v
}

// Common tools take the description, where they are installed: redocly finds nothing wrong, openapi-typescript makes types
// of it, and oapi-codegen a client in Go that compiles.
func TestGeneratorsTakeTheDescription(t *testing.T) {
	ask, dir := served(t), t.TempDir()
	for _, name := range []string{"openapi.json", "openapi-3.0.json"} {
		if err := os.WriteFile(filepath.Join(dir, name), ask("GET", "/api/v1/"+name, "").Body.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(t *testing.T, args ...string) {
		t.Helper()
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Skipf("%s is not installed", args[0])
		}
		c := exec.CommandContext(t.Context(), args[0], args[1:]...)
		c.Dir, c.Env = dir, append(os.Environ(), "REDOCLY_TELEMETRY=off", "GOFLAGS=-mod=mod", "GOWORK=off")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %.2000s", args[0], err, out)
		}
	}
	t.Run("redocly", func(t *testing.T) {
		run(t, "redocly", "lint", "--extends", "recommended-strict", "openapi.json")
	})
	t.Run("openapi-typescript", func(t *testing.T) {
		run(t, "openapi-typescript", "openapi.json", "-o", "client.d.ts")
		if err := os.WriteFile(filepath.Join(dir, "uses.ts"), []byte(usesOfTypes), 0o644); err != nil {
			t.Fatal(err)
		}
		run(t, "tsc", "--noEmit", "--strict", "--target", "es2022", "uses.ts")
	})
	t.Run("oapi-codegen", func(t *testing.T) {
		run(t, "oapi-codegen", "-generate", "types,client", "-package", "client", "-o", "client.go", "openapi-3.0.json")
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module client\n\ngo 1.26\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		run(t, "go", "mod", "tidy")
		run(t, "go", "vet", ".")
	})
}

// usesOfTypes is a program in TypeScript that names what it asks for and what comes back.
const usesOfTypes = `import type { paths, components } from "./client";

type Verdict = paths["/api/v1/evaluate"]["post"]["responses"]["200"]["content"]["application/json"];
type Problem = paths["/api/v1/evaluate"]["post"]["responses"]["422"]["content"]["application/problem+json"];
const asked: components["schemas"]["Offer"] = { schema: "assay/offer/v1", hashrate: "30 TH/s", term: "360d" };

export async function judge(base: string): Promise<string> {
  const answer = await fetch(base + "/api/v1/evaluate", { method: "POST", body: JSON.stringify(asked) });
  if (!answer.ok) {
    const problem: Problem = await answer.json();
    return problem.status + ": " + problem.detail;
  }
  const verdict: Verdict = await answer.json();
  return verdict.verdict.economics + ": " + verdict.verdict.sentence;
}
`
