package web

import (
	"context"
	"errors"
	"net/http"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/offer"
)

// problem is an error as RFC 9457 prints it, with a line for each field that is wrong.
type problem struct {
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Errors []problemField `json:"errors,omitempty"`
}

// problemField is one thing wrong with a document: where, what, and how to repair it.
type problemField struct {
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
	Repair  string `json:"repair,omitempty"`
}

// Error is the detail.
func (p *problem) Error() string { return p.Detail }

// GetStatus is for huma.
func (p *problem) GetStatus() int { return p.Status }

// ContentType is for huma.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// problemOf maps errors to problems: documents and choices are the client's to mend, for the rest
// failureOf knows whose fault it is.
func problemOf(err error) *problem {
	var errs offer.Errors
	var choice *ChoiceError
	p := &problem{Status: http.StatusUnprocessableEntity}
	switch {
	case errors.As(err, &errs):
		p.Detail = "the offer document cannot be read"
		for _, e := range errs {
			p.Errors = append(p.Errors, problemField{e.Line, e.Col, e.Path, e.Msg, e.Fix})
		}
	case errors.As(err, &choice):
		p.Detail = "a query parameter cannot be read"
		p.Errors = []problemField{{Path: strings.TrimSuffix("query."+string(choice.Name), "."),
			Message: choice.Err.Error()}}
	default:
		f := failureOf(err)
		p.Status, p.Detail = f.status, f.says
	}
	p.Title = http.StatusText(p.Status)
	return p
}

// api registers the HTTP API on a mux and keeps its description for the page that tries it.
func (s *Server) api(mux *http.ServeMux) {
	config := huma.DefaultConfig("Assay", s.Version)
	// the page to try it is our own: nothing is loaded from elsewhere
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	config.OpenAPIPath = "/api/v1/openapi"
	config.Info.Description = "Judges offers of Bitcoin hashrate. The same documents and the same bytes as " +
		"the command line gives."
	config.Servers = []*huma.Server{{URL: s.Base + "/"}}
	a := humago.New(mux, config)
	s.described = a.OpenAPI()

	s.operation(a, huma.Operation{Method: http.MethodPost, Path: "/api/v1/evaluate", OperationID: "evaluate",
		Summary: "Judge an offer", Description: "The body is an offer document, YAML or JSON. The " +
			"answer is the " +
			"verdict that `assay evaluate` prints as JSON."},
		answers("verdict", "application/json"), s.apiEvaluate)
	s.operation(a, huma.Operation{Method: http.MethodPost, Path: "/api/v1/read", OperationID: "read",
		Summary: "Make offers of what a seller wrote", Description: "The body is text, a page (HTML), a PDF or " +
			"a picture, at most 8 MiB. The answer is what `assay read` prints as JSON: offers with the words " +
			"behind each key, what is contradicted, not found and not understood."},
		answers("reading", "application/json"), s.apiRead)
	s.operation(a, huma.Operation{Method: http.MethodPost, Path: "/api/v1/replay", OperationID: "replay",
		Summary: "What it would have paid, bought on past days",
		Description: "The answer is what `assay replay` prints as JSON: one object per line, for the day `from` " +
			"or for every past day."},
		answers("", "application/x-ndjson"), s.apiReplay)
	s.operation(a, huma.Operation{Method: http.MethodPost, Path: "/api/v1/screen", OperationID: "screen",
		Summary: "Judge many offers",
		Description: "The body has one offer document as JSON per line, at most 1 MiB in all; an `id` beside its " +
			"keys is kept. The answer is what `assay screen` prints: " +
			"for each line its verdict, the economics that offers are ranked by, and the findings, " +
			"written as soon " +
			"as it is known. A bad line gives a line with `error`."},
		answers("", "application/x-ndjson"), s.apiScreen)
	for _, op := range [][2]string{{"audit", http.MethodPost}, {"audit-sum", http.MethodGet}} {
		s.operation(a, huma.Operation{Method: op[1], Path: "/api/v1/audit", OperationID: op[0],
			Summary: "Was it paid as owed?",
			Description: "From `hashrate`, `from`, `to`, `received`, `fee` and `scheme`, or with a " +
				"statement of payouts as the body. The answer is what `assay audit` prints as JSON."},
			answers("audit", "application/json"), s.apiAudit)
	}
	s.operation(a, huma.Operation{Method: http.MethodGet, Path: "/api/v1/forecast", OperationID: "forecast",
		Summary:     "Quantiles of difficulty, hashprice and dilution ahead",
		Description: "The answer is what `assay forecast` prints as JSON."},
		answers("", "application/json"), s.apiForecast)
	s.operation(
		a,
		huma.Operation{Method: http.MethodGet, Path: "/api/v1/schema/{name}", OperationID: "schema",
			Summary: "JSON Schema of a " +
				"document", Description: "Names: " + strings.Join(s.schemaNames(), ", ") + "."},
		answers("", "application/schema+json"),
		s.apiSchema,
	)
	s.operation(a, huma.Operation{Method: http.MethodGet, Path: "/api/v1/examples", OperationID: "examples",
		Summary: "Real offers to start from"}, answers("", "application/json"), s.apiExamples)
	s.operation(a, huma.Operation{Method: http.MethodGet, Path: "/api/v1/examples/{name}",
		OperationID: "example",
		Summary:     "One real offer, as YAML"}, answers("", "application/yaml"), s.apiExample)
	s.operation(a, huma.Operation{Method: http.MethodGet, Path: "/api/v1/market", OperationID: "market",
		Summary: "Daily facts of the market", Description: "From `from` to `to`: difficulty, price, fees, " +
			"hashprice."},
		answers("", "application/json"), s.apiMarket)
}

// request is what an operation reads; the body is bounded by the guard and read by the operation.
type request struct {
	r *http.Request
	w http.ResponseWriter
}

// Resolve takes the request itself: operations read their body as a stream.
func (q *request) Resolve(ctx huma.Context) []error {
	q.r, q.w = humago.Unwrap(ctx)
	return nil
}

// operation registers one operation with its parameters and answers.
func (s *Server) operation(a huma.API, op huma.Operation, answers map[string]*huma.Response,
	do func(http.ResponseWriter, *http.Request) error) {
	op.Responses = answers
	text := &huma.Schema{Type: huma.TypeString}
	if op.OperationID == "evaluate" || op.OperationID == "replay" || op.OperationID == "screen" {
		for _, o := range offered() {
			op.Parameters = append(op.Parameters, &huma.Param{Name: string(o.Name), In: "query",
				Description: o.Label + ", as " + o.Hint, Schema: text})
		}
	}
	if op.OperationID == "forecast" {
		op.Parameters = forecastParameters(text)
	}
	if op.OperationID == "replay" || op.OperationID == "market" {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "from", In: "query",
			Description: "first day, as 2021-09-12", Schema: text})
	}
	if op.OperationID == "screen" {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "brief", In: "query",
			Description: "\"true\": only the findings that are present", Schema: text})
	}
	if op.OperationID == "market" {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "to", In: "query", Description: "last day",
			Schema: text})
	}
	if op.Path == "/api/v1/audit" {
		least := field{Path: "minimum", Label: "Least amount that is paid out"}
		for _, f := range append(auditFields(), least) {
			op.Parameters = append(op.Parameters, &huma.Param{Name: f.Path, In: "query", Description: f.Label,
				Schema: text})
		}
	}
	if strings.Contains(op.Path, "{name}") {
		op.Parameters = append(
			op.Parameters,
			&huma.Param{Name: "name", In: "path", Required: true, Schema: text},
		)
	}
	switch op.OperationID {
	case "evaluate", "replay", "forecast", "market":
		do = s.worked(do)
	}
	huma.Register(a, op, func(_ context.Context, in *request) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(huma.Context) {
			w := &unsent{ResponseWriter: in.w}
			if err := do(w, in.r); err != nil && !w.sent {
				s.problem(in.w, in.r, err)
			}
		}}, nil
	})
	if op.Method == http.MethodPost { // told after the registration: operations read their body themselves
		kinds := map[string]*huma.MediaType{"application/yaml": {Schema: text},
			"application/json": {Schema: &huma.Schema{Ref: s.Base + "/api/v1/schema/offer"}}}
		if op.OperationID == "screen" {
			kinds = map[string]*huma.MediaType{"application/x-ndjson": {Schema: text}}
		}
		if op.OperationID == "read" {
			binary := &huma.Schema{Type: huma.TypeString, ContentEncoding: "binary"}
			kinds = map[string]*huma.MediaType{"text/plain": {Schema: text}, "text/html": {Schema: text},
				"application/pdf": {Schema: binary}, "image/png": {Schema: binary}, "image/jpeg": {Schema: binary}}
		}
		if op.Path == "/api/v1/audit" {
			kinds = map[string]*huma.MediaType{"text/csv": {Schema: text}, "application/json": {Schema: text}}
		}
		s.described.Paths[op.Path].Post.RequestBody = &huma.RequestBody{Required: true, Content: kinds}
	}
}

// unsent remembers whether an answer has begun: after that no error can be told.
type unsent struct {
	http.ResponseWriter
	sent bool
}

// WriteHeader begins the answer.
func (u *unsent) WriteHeader(status int) {
	u.sent = true
	u.ResponseWriter.WriteHeader(status)
}

// Write begins the answer.
func (u *unsent) Write(b []byte) (int, error) {
	u.sent = true
	return u.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (u *unsent) Unwrap() http.ResponseWriter { return u.ResponseWriter }

// problem answers with an error.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		s.Log.Error("api", "route", r.Pattern, "error", err.Error())
	}
	body, encodeErr := assay.JSON(p)
	if encodeErr != nil {
		s.Log.Error("problem", "error", encodeErr.Error())
	}
	w.Header().Set("Content-Type", "application/problem+json")
	failureOf(err).retryAfter(w.Header())
	answer(w, r, p.Status, body)
}

// answers describes what an operation answers with.
func answers(schema, kind string) map[string]*huma.Response {
	content := &huma.MediaType{}
	if schema != "" {
		content.Schema = &huma.Schema{Ref: "schema/" + schema}
	}
	return map[string]*huma.Response{
		"200": {Description: "OK", Content: map[string]*huma.MediaType{kind: content}},
		"304": {Description: "Not modified: the ETag is the one you have"},
		"422": {Description: "The document or a parameter cannot be read: line, column, path and repair",
			Content: map[string]*huma.MediaType{"application/problem+json": {}}},
		"429": {Description: "You ask for too much; wait as Retry-After says"},
		"503": {Description: "Busy; wait as Retry-After says"},
		"default": {Description: "An error, as RFC 9457",
			Content: map[string]*huma.MediaType{"application/problem+json": {}}},
	}
}

func (s *Server) schemaNames() []string {
	var out []string
	for name := range s.Schemas {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// apiEvaluate answers with the bytes that `assay evaluate --json` prints.
func (s *Server) apiEvaluate(w http.ResponseWriter, r *http.Request) error {
	o, warnings, err := s.offerOf(r)
	if err != nil {
		return err
	}
	return s.computed(w, r, 1, "application/json", func(ctx context.Context) ([]byte, error) {
		e, err := s.evidence(ctx, o, warnings, choices(r.URL.Query()))
		if err != nil {
			return nil, err
		}
		v, err := s.verdict(ctx, e)
		if err != nil {
			return nil, err
		}
		return assay.JSON(v)
	})
}

// computed answers with what is computed in a turn at the gate.
func (s *Server) computed(w http.ResponseWriter, r *http.Request, cost int, kind string,
	do func(context.Context) ([]byte, error)) error {
	var body []byte
	err := s.work(r, cost, func(ctx context.Context) (err error) {
		body, err = do(ctx)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	answer(w, r, http.StatusOK, body)
	return nil
}
