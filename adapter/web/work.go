package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/bounds"
	"github.com/assaymining/assay/adapter/web/kept"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/offer"
)

// What counts as one judgement of a client's allowance, beside a judgement itself.
const (
	bytesPerCost  = 32 << 10                  // of a body or document to be parsed
	daysPerCost   = 8 * assay.DefaultOpenDays // days of a contract, times one more than its fees and stops
	marketPerCost = 32 << 20                  // bytes of a simulated market to be made
)

// clientKey is where a context holds the address that the work is for.
type clientKey struct{}

// inTurn runs a handler in a turn at the gate. The gate comes first: what a client asks for is allowed,
// then his body is read into bounded memory, and only in his turn is anything parsed, judged and rendered.
// do must take the request that it is given: its context ends with the turn's time, and when the client
// goes.
func (s *Server) inTurn(r *http.Request, do func(*http.Request) error) error {
	who := s.client(r)
	if !s.allowances.Take(who, 1+max(0, int(min(r.ContentLength, int64(room(r)))))/bytesPerCost, time.Now()) {
		return tooMuch()
	}
	free, err := s.readBody(r)
	if err != nil {
		return err
	}
	defer free()
	wait := s.Limits.Wait
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		wait *= 10 // a person who moves a slider leaves judgements behind that still run
	}
	return s.turn(r.Context(), who, wait, func(ctx context.Context) error { return do(r.WithContext(ctx)) })
}

// worked is a handler in a turn. Its answer is sent after the turn, however slowly the client reads.
func (s *Server) worked(h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter,
	*http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		answer := kept.For(w)
		if err := s.inTurn(r, func(r *http.Request) error { return h(answer, r) }); err != nil {
			return err
		}
		answer.Send(w)
		return nil
	}
}

// work runs a computation of a handler that is in its turn, and takes what it costs beyond one judgement
// from the allowance. The computation must watch ctx where it can take long.
func (s *Server) work(r *http.Request, cost int, do func(ctx context.Context) error) error {
	if !s.allowances.Charge(s.client(r), cost-1, time.Now()) {
		return tooMuch()
	}
	return do(r.Context())
}

// parse reads an offer document in a turn, and takes what it costs from the allowance.
func (s *Server) parse(r *http.Request, doc []byte) (offer.Offer, []offer.Warning, error) {
	if !s.allowances.Charge(s.client(r), len(doc)/bytesPerCost, time.Now()) {
		return offer.Offer{}, nil, tooMuch()
	}
	return offer.Parse("offer", doc)
}

// costOf is what judging the evidence costs beyond one judgement: it grows with the days that are played,
// and with what is looked at on each.
func costOf(e assay.Evidence) int {
	o, days := e.Offer, int(e.Offer.Term.Days)
	if days == 0 {
		days = e.Choices.OpenTerm()
	}
	return days * (1 + len(o.Fees) + len(o.Stops)) / daysPerCost
}

// ownerOf is the client that a context works for.
func ownerOf(ctx context.Context) any {
	if who, ok := ctx.Value(clientKey{}).(netip.Addr); ok {
		return bounds.Subscriber(who)
	}
	return nil
}

// oweMarket takes what making a market costs from the allowance of whom it is made for.
func (s *Server) oweMarket(ctx context.Context, k simulated.Key) error {
	if who, ok := ctx.Value(clientKey{}).(netip.Addr); ok {
		s.allowances.Owe(who, k.Bytes()/marketPerCost, time.Now())
	}
	return ctx.Err()
}

// bodyRoom is how many bytes a request may send: as many as it says, or the most where it does not say.
func bodyRoom(r *http.Request) int {
	switch {
	case r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0:
		return 0
	case r.ContentLength < 0:
		return room(r)
	}
	return int(min(r.ContentLength, int64(room(r))+1))
}

// crowded says that there is no room for another body.
func crowded() error {
	return &failure{http.StatusServiceUnavailable,
		"Too much is being sent at once; try again in a moment.", 1}
}

// readBody reads the body of a request into memory that is counted; it must be freed. A client that sends
// slowly holds no turn meanwhile.
func (s *Server) readBody(r *http.Request) (free func(), err error) {
	n := bodyRoom(r)
	if n == 0 {
		return func() {}, nil
	}
	if most := room(r); n > most {
		return nil, &http.MaxBytesError{Limit: int64(most)}
	}
	free, ok := s.bodies.Take(s.client(r), n*copies(r))
	if !ok {
		return nil, crowded()
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		free()
		if errors.As(err, new(*http.MaxBytesError)) {
			return nil, err
		}
		return nil, &failure{status: http.StatusBadRequest, says: "The body ended early."}
	}
	if r.ContentLength < 0 {
		s.allowances.Owe(s.client(r), len(body)/bytesPerCost, time.Now())
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return free, nil
}
