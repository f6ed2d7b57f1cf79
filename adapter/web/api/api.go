// Package api is the HTTP API as programs meet it: operations with their parameters, what is said of a
// request that makes no sense (Problem, RFC 9457), and the description of all in OpenAPI 3.1.
//
// Mount serves operations. A parameter that an operation does not have is refused with the nearest one that
// it has, and so is one that is given twice: what is misspelt would else be left out of a judgement in
// silence. What the operations answer is their own affair.
//
// Nothing in it is promised to other modules.
package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Root is the path that all operations are below.
const Root = "/api/"

// Operation is one thing that programs can ask for.
type Operation struct {
	ID, Summary, Says string
	Method, Path      string // the path as a pattern of http.ServeMux
	Parameters        []Parameter
	Takes             []Content // what the body may be; nil: there is none
	MayBeEmpty        bool      // the body
	Gives             Content
	Do                func(http.ResponseWriter, *http.Request) error
}

// Parameter is a parameter of the query, or of the path where the path names it.
type Parameter struct{ Name, Says, Example string }

// Content is a body: its media type, the schema that describes it or each of its lines, by name, and an
// example.
type Content struct {
	Kind, Schema string
	Or           string // schema of a line that is another; "": none is
	Lines        bool
	Binary       bool // bytes that are no text
	Example      any
}

// Config is what all operations have in common.
type Config struct {
	Base    string            // path that all is served below
	Version string            // of the program
	Schemas map[string][]byte // JSON Schemas by name
	Types   map[string]any    // values whose Go types are further schemas
	// Failed answers with the error of an operation, or with a Problem of this package.
	Failed func(http.ResponseWriter, *http.Request, error)
}

// Mount serves operations on a mux, and their description; all else below Root is told as a problem.
func Mount(mux *http.ServeMux, c Config, all []Operation) error {
	for _, op := range all {
		mux.HandleFunc(op.Method+" "+op.Path, func(w http.ResponseWriter, r *http.Request) {
			if p := op.unknown(r.URL.RawQuery); p != nil {
				c.Failed(w, r, p)
				return
			}
			begun := &begun{ResponseWriter: w}
			if err := op.Do(begun, r); err != nil && !begun.yes {
				c.Failed(w, r, err)
			}
		})
	}
	described, err := describe(c, all)
	if err != nil {
		return err
	}
	for name, form := range described {
		mux.HandleFunc("GET "+Root+"v1/"+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", form.kind)
			w.Write(form.data) // the client is gone if this fails
		})
	}
	// where tools look for it first
	mux.Handle("GET /openapi.json", http.RedirectHandler(c.Base+Root+"v1/openapi.json", http.StatusFound))
	mux.HandleFunc(Root, func(w http.ResponseWriter, r *http.Request) {
		c.Failed(w, r, missing(mux, w.Header(), r))
	})
	return nil
}

// methods are those that an operation may have.
var methods = [...]string{http.MethodGet, http.MethodPost}

// Allowed are the methods that the address of a request is served with. nothing are the patterns that serve
// what no other does. Whoever may GET may HEAD.
func Allowed(mux *http.ServeMux, r *http.Request, nothing ...string) (all []string) {
	for _, method := range methods {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := mux.Handler(other); pattern != "" && !slices.Contains(nothing, pattern) {
			all = append(all, method)
		}
	}
	return all
}

// missing is what is wrong with a request that no operation is for: its method, or its path.
func missing(mux *http.ServeMux, h http.Header, r *http.Request) *Problem {
	allowed := Allowed(mux, r, Root, "/")
	if len(allowed) == 0 {
		return NewProblem(http.StatusNotFound, "there is nothing at this address; "+Root+
			"v1/openapi.json says what there is")
	}
	h.Set("Allow", strings.Join(allowed, ", "))
	return NewProblem(http.StatusMethodNotAllowed, fmt.Sprintf("%s is not for this address; %s is",
		r.Method, strings.Join(allowed, " or ")))
}

// unknown is what is wrong with the names in a query; nil: nothing.
func (op *Operation) unknown(query string) *Problem {
	q, err := url.ParseQuery(query)
	if err != nil {
		return NewProblem(http.StatusBadRequest, "the query cannot be read: "+err.Error())
	}
	var names []string
	for _, p := range op.Parameters {
		if !op.InPath(p) {
			names = append(names, p.Name)
		}
	}
	var wrong []Field
	for name, values := range q {
		field := Field{Path: "query." + short(name)}
		switch {
		case !slices.Contains(names, name):
			field.Message = fmt.Sprintf("there is no parameter %q here", short(name))
			field.Repair = repair(name, names)
		case len(values) > 1:
			field.Message = fmt.Sprintf("%q is given %d times", name, len(values))
			field.Repair = "give it once"
		default:
			continue
		}
		wrong = append(wrong, field)
	}
	if wrong == nil {
		return nil
	}
	slices.SortFunc(wrong, func(a, b Field) int { return strings.Compare(a.Path, b.Path) })
	p := NewProblem(http.StatusBadRequest, wrong[0].Message)
	if wrong[0].Repair != "" {
		p.Detail += "; " + wrong[0].Repair
	}
	p.Errors = wrong
	return p
}

// short is a name as it is repeated to who sent it.
func short(name string) string {
	if len(name) > 40 {
		return strings.ToValidUTF8(name[:40], "") + "..."
	}
	return name
}

// InPath reports whether a parameter belongs to the path.
func (op *Operation) InPath(p Parameter) bool { return strings.Contains(op.Path, "{"+p.Name+"}") }

// begun remembers whether an answer has begun: after that no error can be told.
type begun struct {
	http.ResponseWriter
	yes bool
}

// WriteHeader begins the answer.
func (b *begun) WriteHeader(status int) {
	b.yes = true
	b.ResponseWriter.WriteHeader(status)
}

// Write begins the answer.
func (b *begun) Write(p []byte) (int, error) {
	b.yes = true
	return b.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (b *begun) Unwrap() http.ResponseWriter { return b.ResponseWriter }
