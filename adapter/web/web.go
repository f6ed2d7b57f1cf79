// Package web is the workbench: server-rendered pages, an HTTP API and their service.
//
// New makes a Server from a Config, whose Handler serves everything below one base path. The server
// keeps no state: an offer lives in the address of its page, so that a link reproduces it and any
// number of servers can stand behind one balancer. Every body, time and number of concurrent
// judgements is bounded. Pages work without JavaScript; htmx makes them live.
//
// The package judges nothing itself: assay.Evaluate does, on evidence that Config.Evidence joins. It
// sets no cookie, loads nothing from elsewhere and logs no content of an offer.
package web

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed templates static
var files embed.FS

// Config is what a server is made of. Evidence, Encode and History are needed.
type Config struct {
	Base     string // path under which it is served, such as "/assay"; "" is the root
	Version  string
	History  *market.History
	Examples []Example
	Options  []Option // what a reader may choose about the judging
	// Evidence joins an offer with the facts and with choices, by name of Option. A *ChoiceError says
	// which choice makes no sense; any other error is our own fault.
	Evidence    func(offer.Offer, []offer.Warning, map[string]string) (assay.Evidence, error)
	Encode      func(any) ([]byte, error)                 // JSON as the command line prints it
	Schemas     map[string]func() []byte                  // JSON Schemas by name
	ReplayLines func(io.Writer, []valuation.Replay) error // as the command line prints them
	// Screen reads the choices of a screening and gives the evidence for each of its offers, as the command
	// line's screen does; errors as those of Evidence.
	Screen   func(choices map[string]string) (func(offer.Offer) assay.Evidence, error)
	Forecast func(query map[string]string) ([]byte, error) // as the command line prints it; errors as those of Evidence
	PDF      func(ctx context.Context, page []byte) ([]byte, error)
	Today    func() time.Time
	Log      *slog.Logger // nil: no log
	Limits   Limits
}

// Option is one choice about the judging, with the name of the command line's flag.
type Option struct {
	Name  string // "as-of"
	Label string // "Judge as of"
	Hint  string // how it is written
	Unit  string // appended to a bare number
	Check bool   // a box to tick
}

// ChoiceError says which choice makes no sense, and why. Without a name it is several together.
type ChoiceError struct {
	Name string
	Err  error
}

// Error is the reason with its choice.
func (e *ChoiceError) Error() string { return strings.TrimPrefix(e.Name+": "+e.Err.Error(), ": ") }

// Unwrap is the reason.
func (e *ChoiceError) Unwrap() error { return e.Err }

// Server serves the workbench. It is safe for concurrent use.
type Server struct {
	Config
	pages   *template.Template
	static  map[string]asset
	stamp   string // of the assets, so that browsers load them anew when they change
	clients *clients
	gate    gate
	metrics *metrics
	shelf   *simulated.Shelf

	described *huma.OpenAPI
	printing  chan struct{} // one PDF at a time
}

// New makes a server; the error names a part of the configuration that is missing or wrong.
func New(c Config) (*Server, error) {
	switch {
	case c.Evidence == nil || c.Encode == nil || c.History == nil:
		return nil, fmt.Errorf("web: Evidence, Encode and History are needed")
	case c.Base != "" && (!strings.HasPrefix(c.Base, "/") || strings.HasSuffix(c.Base, "/")):
		return nil, fmt.Errorf("base path %q: write it with a slash in front and none behind, as in /assay", c.Base)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Today == nil {
		c.Today = time.Now
	}
	c.Limits = c.Limits.filled()
	s := &Server{Config: c, clients: newClients(c.Limits), gate: newGate(c.Limits), metrics: newMetrics(), printing: make(chan struct{}, 1),
		shelf: simulated.NewShelf(c.History, c.Limits.MarketBytes)}
	var err error
	if s.static, s.stamp, err = loadAssets(files); err != nil {
		return nil, err
	}
	s.pages, err = view.Templates().Funcs(s.funcs()).ParseFS(files, "templates/*.html")
	return s, err
}

// Handler serves every address of the workbench.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, s.page(h))
	}
	page("GET /{$}", s.start)
	page("GET /evaluate", s.evaluate)
	page("POST /evaluate", s.post)
	page("GET /compare", s.compare)
	page("POST /compare", s.addCompared)
	page("GET /replay", s.replay)
	page("GET /market", s.market)
	page("GET /track-record", s.trackRecord)
	page("GET /track-record/{file}", s.trackPicture)
	page("GET /checklist", s.checklist)
	page("GET /api", s.apiDocs)
	page("GET /download/offer.yaml", s.downloadOffer)
	page("GET /download/verdict.json", s.downloadJSON)
	page("GET /download/evidence", s.downloadEvidence)
	page("GET /download/verdict.csv", s.downloadCSV)
	page("GET /download/report.html", s.downloadHTML)
	page("GET /download/report.pdf", s.downloadPDF)
	page("GET /download/picture/{file}", s.downloadSVG)
	s.api(mux)
	mux.HandleFunc("GET /static/{file...}", s.serveStatic)
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.Handle("/", s.page(func(http.ResponseWriter, *http.Request) error {
		return &failure{status: http.StatusNotFound, says: "There is no such page."}
	}))
	return s.guard(mux)
}

// health answers as long as the server can judge at all.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

// frame is what every page is rendered with.
type frame struct {
	Base, Stamp, Here, Title string
	Body                     any
}

// funcs are the template functions that depend on the server.
func (s *Server) funcs() template.FuncMap {
	return template.FuncMap{
		"base":   func() string { return s.Base },
		"asset":  func(name string) string { return s.Base + "/static/" + name + "?v=" + s.stamp },
		"render": s.embed,
		"hasPDF": func() bool { return s.PDF != nil },
	}
}

// embed renders a template by name, for frames whose content varies.
func (s *Server) embed(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	err := s.pages.ExecuteTemplate(&b, name, data)
	return template.HTML(b.String()), err // html/template has escaped it
}

// show answers with a whole page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, here, title string, body any) error {
	return s.write(w, r, status, "frame", frame{Base: s.Base, Stamp: s.stamp, Here: here, Title: title, Body: body})
}

// write renders a template and answers with it, or with 304 where the reader has it already.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "HX-Request")
	answer(w, r, status, b.Bytes())
	return nil
}
