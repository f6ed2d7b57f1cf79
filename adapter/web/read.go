package web

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/kept"
	"github.com/assaymining/assay/adapter/web/link"
	"github.com/assaymining/assay/adapter/web/paste"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/told"
)

// maxUpload is the largest body with a file in which words are to be read: a picture, a PDF.
const maxUpload = 8 << 20

// filePerCost is the bytes of a file that count as one judgement: most are those of pictures and fonts.
const filePerCost = 256 << 10

// readingTime is how long a program of the system may take to read a file, and how long a file waits for it.
const readingTime = 25 * time.Second

// room is how many bytes a request may send.
func room(r *http.Request) int {
	if strings.HasSuffix(r.URL.Path, "/read") && r.Method == http.MethodPost {
		return maxUpload
	}
	return maxBody
}

// copies is how often a body is held in memory: a form with a file is read, taken apart and read again.
func copies(r *http.Request) int {
	if room(r) == maxUpload {
		return 3
	}
	return 1
}

// wordsOf is the words of what a seller published. Text and pages are read in a turn. Only one file at a time
// is handed to a program of the system, one of each client, outside of the gate: judgements go on meanwhile.
func (s *Server) wordsOf(r *http.Request, data []byte) (kind, text string, err error) {
	if s.Words == nil {
		if !utf8.Valid(data) {
			return "", "", refusedWords("This server reads text alone: paste the words.")
		}
		return "text", string(data), nil
	}
	read := func(ctx context.Context) error {
		if kind, text, err = s.Words(ctx, data); err == nil || r.Context().Err() != nil {
			return err
		} else if ctx.Err() != nil {
			return refusedWords("Reading this file took too long and was stopped: paste the words.")
		}
		return refusedWords(capital(err.Error()) + ".")
	}
	switch plain := s.Plain != nil && s.Plain(data); {
	case plain && r.Context().Value(clientKey{}) != nil: // it has a turn
		err = read(r.Context())
	case plain:
		err = s.turn(r.Context(), s.client(r), 10*s.Limits.Wait, read)
	default:
		err = s.readers.Do(r.Context(), s.client(r), readingTime, crowded(), read)
	}
	return kind, text, err
}

// handler is a handler whose error is shown as a page or a problem.
type handler = func(http.ResponseWriter, *http.Request) error

func refusedWords(says string) error {
	return &failure{status: http.StatusUnprocessableEntity, says: says}
}

// read shows what was read in a seller's words, or leads to the verdict on what the reader confirmed of it.
// An offer document is judged at once.
func (s *Server) read(w http.ResponseWriter, r *http.Request) error {
	return s.inTurnWithout(w, r, func(r *http.Request) (handler, error) {
		sent, err := paste.Received(r, maxUpload)
		if err != nil {
			return nil, badForm(err)
		}
		document := []byte(sent.Words)
		if sent.File != nil {
			document = sent.File
		}
		if sent.Offer < 0 && told.IsDocument(document) {
			return func(w http.ResponseWriter, r *http.Request) error {
				if sent.Compare {
					return s.addDocument(w, r, document)
				}
				return s.judgeDocument(w, r, document)
			}, nil
		}
		kind, words := cmp.Or(sent.Kind, "text"), sent.Words
		if sent.Offer < 0 {
			if kind, words, err = s.wordsOf(r, document); err != nil {
				return nil, err
			}
		}
		return func(w http.ResponseWriter, r *http.Request) error {
			return s.said(w, r, sent, kind, words)
		}, nil
	})
}

// said is the page of what was read, or the verdict on what was confirmed.
func (s *Server) said(w http.ResponseWriter, r *http.Request, sent paste.Sent, kind, words string) error {
	if !s.allowances.Charge(s.client(r), len(words)/bytesPerCost, time.Now()) {
		return tooMuch()
	}
	t, err := told.Of(r.Context(), kind, words, "")
	if err != nil {
		return err
	}
	if t.Nothing() {
		p := startPage{Form: s.blank(""), Examples: example.Grouped(s.Examples), Words: words,
			Wrong: "Nothing of an offer was read in these words. Paste what is promised, charged " +
				"and asked: hashrate, price, term, fees."}
		page := framed("evaluate", "Nothing was read", content("start", p))
		return s.show(w, r, http.StatusUnprocessableEntity, page)
	}
	if sent.Offer < 0 {
		page := paste.Of(t, s.today())
		page.To = sent
		return s.show(w, r, http.StatusOK, framed("evaluate", "What the seller says", content("read", page)))
	}
	o, page := paste.Confirmed(t, sent.Offer, r.PostForm)
	page.To = sent
	if page.Wrong != "" {
		again := framed("evaluate", "What the seller says", content("read", page))
		return s.show(w, r, http.StatusUnprocessableEntity, again)
	}
	if sent.Compare {
		return s.addOffer(w, r, o)
	}
	return s.judgeOffer(w, r, o)
}

// inTurnWithout runs the first part of a handler outside of the gate, with its body in counted memory, and
// the part that it returns in a turn.
func (s *Server) inTurnWithout(w http.ResponseWriter, r *http.Request,
	first func(*http.Request) (handler, error)) error {
	who := s.client(r)
	if !s.allowances.Take(who, 1+max(0, int(min(r.ContentLength, maxUpload)))/filePerCost, time.Now()) {
		return tooMuch()
	}
	free, err := s.readBody(r)
	if err != nil {
		return err
	}
	defer free()
	second, err := first(r)
	if err != nil {
		return err
	}
	later := kept.For(w)
	err = s.turn(r.Context(), who, 10*s.Limits.Wait, func(ctx context.Context) error {
		return second(later, r.WithContext(ctx))
	})
	if err != nil {
		return err
	}
	later.Send(w)
	return nil
}

// apiRead answers with what `assay read --json` prints.
func (s *Server) apiRead(w http.ResponseWriter, r *http.Request) error {
	return s.inTurnWithout(w, r, func(r *http.Request) (handler, error) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, &failure{status: http.StatusBadRequest, says: "the body ended early"}
		}
		kind, words, err := s.wordsOf(r, data)
		if err != nil {
			return nil, err
		}
		return func(w http.ResponseWriter, r *http.Request) error {
			if !s.allowances.Charge(s.client(r), len(words)/bytesPerCost, time.Now()) {
				return tooMuch()
			}
			t, err := told.Of(r.Context(), kind, words, "")
			if err != nil {
				return err
			}
			body, err := assay.JSON(t)
			if err != nil {
				return err
			}
			w.Header().Set("Content-Type", "application/json")
			answer(w, r, http.StatusOK, body)
			return nil
		}, nil
	})
}

// judgeOffer leads to the page of an offer, or shows it where it is too long for a link.
func (s *Server) judgeOffer(w http.ResponseWriter, r *http.Request, o offer.Offer) error {
	chosen := choices(r.PostForm)
	if link, ok := s.link("/evaluate", offer.Format(o), chosen); ok {
		http.Redirect(w, r, link, http.StatusSeeOther)
		return nil
	}
	p := &evaluatePage{offer: o, Choices: chosen, Document: string(offer.Format(o))}
	p.Form = formOf(o, "", p.Choices, "")
	if err := s.judge(r, p); err != nil {
		return err
	}
	return s.showEvaluation(w, r, http.StatusOK, p)
}

// link is the address of a page that shows an offer under choices; false where the offer is too long
// for one.
func (s *Server) link(path string, doc []byte, chosen map[need.Setting]string) (string, bool) {
	packed, err := link.Pack(doc)
	if err != nil || len(packed) > link.Max {
		return "", false
	}
	q := url.Values{"o": {packed}}
	for name, v := range chosen {
		if v != "" {
			q.Set(string(name), v)
		}
	}
	return s.Base + path + "?" + q.Encode(), true
}
