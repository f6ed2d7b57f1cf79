// Package web is the workbench: server-rendered pages, an HTTP API and their service.
//
// New makes a Server from a Config, whose Handler serves everything below one base path. The server
// keeps no state: an offer lives in the address of its page, so that a link reproduces it and any
// number of servers can stand behind one balancer. Every body, time and number of concurrent
// judgements is bounded. Pages work without JavaScript; htmx makes them live.
//
// The package judges nothing itself: assay.Evaluate does. It
// sets no cookie, loads nothing from elsewhere and logs no content of an offer.
//
// Nothing in it is promised to other modules.
package web

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/assaymining/assay/adapter/web/api"
	"github.com/assaymining/assay/adapter/web/example"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/bounds"
	"github.com/assaymining/assay/adapter/web/kept"
	"github.com/assaymining/assay/adapter/web/metrics"
	"github.com/assaymining/assay/adapter/web/origin"
	"github.com/assaymining/assay/adapter/web/paste"
	"github.com/assaymining/assay/adapter/web/preview"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/report/glossary"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
)

//go:embed templates static
var files embed.FS

// Config is what a server is made of. History is needed.
type Config struct {
	Base      string   // path under which it is served, such as "/assay"; "" is the root
	Listens   string   // address listened on, as 127.0.0.1:8480; "": any
	Names     []string // other names it is served under
	Version   string
	History   *market.History
	Facts     Facts     // nil: the history alone
	Documents Documents // nil: no replay and no forecast over the API
	Examples  []example.Offer
	Schemas   map[string][]byte // JSON Schemas by name
	Paths     int               // simulated markets of a judgement; 0: as the command line; negative: none
	PDF       func(ctx context.Context, page []byte) ([]byte, error)
	Today     func() time.Time
	Words     Words
	Plain     func(data []byte) bool // what Words reads without a program of the system; nil: nothing
	Log       *slog.Logger           // nil: no log
	Limits    bounds.Limits
	Admin     bool // metrics are served by AdminHandler alone
	Stale     int  // days after which facts are too old to be ready; 0: none is
}

// Words is the kind of what a seller published and the words that are read in it; nil: only text is taken.
// An error is for the reader, who can send something else.
type Words func(ctx context.Context, data []byte) (kind, text string, err error)

// Facts knows of the market what is not in its history.
type Facts interface {
	// Complete fills it into evidence for the day that is judged. What the reader set stays; an error is
	// our own fault.
	Complete(ctx context.Context, e *assay.Evidence) error
}

// Documents are those of the API that the command line makes too, so that both give the same bytes.
type Documents interface {
	// Replays writes one line of JSON for each purchase.
	Replays(w io.Writer, r *assay.Replayed) error
	// Forecast is the document of a forecast under the settings of e. A *ChoiceError says which makes no
	// sense.
	Forecast(ctx context.Context, e assay.Evidence, horizon units.Days) (any, error)
}

// ChoiceError says which choice makes no sense, and why. Without a name it is several together.
type ChoiceError struct {
	Name need.Setting
	Err  error
}

// Error is the reason with its choice.
func (e *ChoiceError) Error() string {
	return strings.TrimPrefix(string(e.Name)+": "+e.Err.Error(), ": ")
}

// Unwrap is the reason.
func (e *ChoiceError) Unwrap() error { return e.Err }

// Server serves the workbench. It is safe for concurrent use.
type Server struct {
	Config
	pages      *template.Template
	static     map[string]asset
	stamp      string // of the assets, so that browsers load them anew when they change
	allowances *bounds.Allowances
	turns      *bounds.Turns
	bodies     *bounds.Bodies
	metrics    *metrics.Metrics
	shelf      *simulated.Shelf
	healthy    *health

	frauds *sync.Once
	grave  map[string]string // words on trust in examples, by name

	printing chan struct{}   // one PDF at a time
	readers  *bounds.Readers // one file at a time is read by a program of the system
}

// New makes a server; the error names a part of the configuration that is missing or wrong.
func New(c Config) (*Server, error) {
	switch {
	case c.History == nil:
		return nil, fmt.Errorf("web: a History is needed")
	case c.Base != "" && (!strings.HasPrefix(c.Base, "/") || strings.HasSuffix(c.Base, "/")):
		return nil, fmt.Errorf("base path %q: write it with a slash in front and none behind, as in "+
			"/assay", c.Base)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Today == nil {
		c.Today = time.Now
	}
	c.Limits = c.Limits.Filled()
	s := &Server{Config: c, allowances: bounds.NewAllowances(c.Limits), turns: bounds.NewTurns(c.Limits),
		bodies: bounds.NewBodies(c.Limits.BodyBytes), metrics: metrics.New(),
		printing: make(chan struct{}, 1), readers: bounds.NewReaders(),
		healthy: &health{}, frauds: &sync.Once{}}
	s.keepMarkets()
	var err error
	if s.static, s.stamp, err = loadAssets(files); err != nil {
		return nil, err
	}
	if err = s.mountAPI(http.NewServeMux()); err != nil {
		return nil, err
	}
	s.pages, err = page.Templates().Funcs(s.funcs()).ParseFS(files, "templates/*.html")
	if err == nil {
		s.pages, err = s.pages.ParseFS(paste.Templates, "*.html")
	}
	return s, err
}

// keepMarkets gives the server a shelf for the markets of its history.
func (s *Server) keepMarkets() {
	s.shelf = simulated.NewShelf(s.History, s.Limits.MarketBytes)
	s.shelf.Before, s.shelf.Owner = s.oweMarket, ownerOf
}

// Renewed is the server on newer facts. It counts clients and requests together with the old one, which
// answers what it was asked before.
func (s *Server) Renewed(h *market.History, d Documents) *Server {
	n := *s
	n.History, n.Documents, n.healthy, n.frauds = h, d, &health{}, &sync.Once{}
	n.keepMarkets()
	return &n
}

// Handler serves every address of the workbench.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, s.page(h))
	}
	page("GET /{$}", s.start)
	page("POST /read", s.read)
	page("GET /evaluate", s.worked(s.evaluate))
	page("POST /evaluate", s.worked(s.post))
	page("GET /compare", s.worked(s.compare))
	page("POST /compare", s.worked(s.addCompared))
	page("GET /replay", s.worked(s.replay))
	page("GET /audit", s.audit)
	page("POST /audit", s.worked(s.audit))
	page("GET /audit/report.pdf", s.auditPDF)
	page("POST /audit/report.pdf", s.auditPDF)
	page("GET /audit/{file}", s.worked(s.downloadAudit))
	page("POST /audit/{file}", s.worked(s.downloadAudit))
	page("GET /market", s.worked(s.market))
	page("GET /track-record", s.trackRecord)
	page("GET /track-record/{file}", s.trackPicture)
	page("GET /checklist", s.checklist)
	page("GET /glossary", s.glossary)
	page("GET /api", s.apiDocs)
	page("GET /download/offer.yaml", s.worked(s.downloadOffer))
	page("GET /download/verdict.json", s.worked(s.downloadJSON))
	page("GET /download/evidence", s.worked(s.downloadEvidence))
	page("GET /download/verdict.csv", s.worked(s.downloadCSV))
	page("GET /download/report.html", s.worked(s.downloadHTML))
	page("GET /download/report.pdf", s.downloadPDF)
	page("GET /download/replay.jsonl", s.worked(s.apiReplay))
	page("GET /download/picture/{file}", s.worked(s.downloadSVG))
	if err := s.mountAPI(mux); err != nil {
		panic("web: " + err.Error()) // the schemas were tried by New
	}
	mux.HandleFunc("GET /static/{file...}", s.serveStatic)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	if !s.Admin {
		mux.Handle("GET /metrics", s.metrics.Handler())
	}
	mux.Handle("/", s.page(func(w http.ResponseWriter, r *http.Request) error {
		allowed := api.Allowed(mux, r, "/")
		if len(allowed) == 0 {
			return &failure{status: http.StatusNotFound, says: "There is no such page."}
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return &failure{status: http.StatusMethodNotAllowed,
			says: "This page does not take " + clip(r.Method) + ", but " +
				strings.Join(allowed, " and ") + "."}
	}))
	return s.guard(mux)
}

// AdminHandler serves health and metrics alone, for a listener of their own at the address: it answers
// however busy the other is, to the names of this server, of this machine and of the address.
func (s *Server) AdminHandler(listens string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.metrics.Handler())
	names := origin.Names{Listens: listens, Also: s.Names}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !names.Known(r.Host) {
			http.Error(w, "This server does not answer to that name.", http.StatusMisdirectedRequest)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// frame is what every page is rendered with.
type frame struct {
	Base, Stamp, Here, Title string
	Says                     string // in a preview of a link to it
	Site, Picture            string // of the preview: where this server is, and which picture
	Body                     any
}

// funcs are the template functions that depend on the server.
func (s *Server) funcs() template.FuncMap {
	return template.FuncMap{
		"base":    func() string { return s.Base },
		"asset":   func(name string) string { return s.Base + "/static/" + name + "?v=" + s.stamp },
		"render":  s.embed,
		"explain": glossary.Explain, "fraud": s.fraud,
		"hasPDF": func() bool { return s.PDF != nil },
	}
}

// embed renders a template by name, for frames whose content varies.
func (s *Server) embed(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	err := s.pages.ExecuteTemplate(&b, name, data)
	return template.HTML(b.String()), err // html/template has escaped it
}

// framed is a page: the place in the menu that it belongs to, its title and its content.
func framed(here, title string, body any) frame { return frame{Here: here, Title: title, Body: body} }

// show answers with a whole page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, page frame) error {
	page.Base, page.Stamp, page.Site = s.Base, s.stamp, preview.Site(r)
	page.Picture = cmp.Or(page.Picture, preview.Of(nil))
	return s.write(w, r, status, "frame", page)
}

// write renders a template and answers with it, or with 304 where the reader has it already.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	var b bytes.Buffer
	ctx := r.Context()
	if status >= http.StatusBadRequest { // what says why there is no page is short
		ctx = context.Background()
	}
	if err := s.pages.ExecuteTemplate(kept.Until{Context: ctx, Buffer: &b}, name, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "HX-Request")
	answer(w, r, status, b.Bytes())
	return nil
}
