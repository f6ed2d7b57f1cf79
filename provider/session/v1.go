package session

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// rollMask are the version bits that V1 clients may roll (BIP 320): what miners' firmware asks for.
const rollMask uint32 = 0x1fffe000

// workersMost is how many workers one connection may name: proxies have many.
const workersMost = 1024

// V1 is a session of Stratum V1. The zero value is not one: NewV1.
type V1 struct {
	// Workers numbers the workers of this session, the configuration's where nothing is set.
	Workers    Workers
	c          *Config
	en1        [share.Extranonce1]byte
	subscribed bool
	begun      bool   // a difficulty and a job were sent
	mask       uint32 // version bits that were agreed on
	names      []string
	numbers    []uint32
	level      share.Level
	later      share.Level // to go on at with the next job; 0 where there is none
	least      share.Level // that the client asked for
	sent       handed
	root       jobs.Root // of the last share
	rate       vardiff
	heard      Heard
}

// NewV1 is a session that begins at a time, in milliseconds since 1970.
func NewV1(c *Config, now int64) *V1 {
	return &V1{c: c, Workers: c.Workers, en1: c.Extranonce(), level: c.Start, rate: vardiff{since: now}}
}

// End gives back what the session was given. It is not asked for anything afterwards.
func (s *V1) End() { s.c.giveBack(s.en1) }

// Ready reports whether the session has subscribed and named a worker, so that it gets work.
func (s *V1) Ready() bool { return s.subscribed && len(s.names) > 0 }

// Level is the level of the jobs that are sent now.
func (s *V1) Level() share.Level { return s.level }

// Line takes a line without its end.
func (s *V1) Line(line []byte, now int64) *Heard {
	h := &s.heard
	h.reset()
	l, err := stratum.ParseLine(line)
	if err != nil {
		h.Bad, h.End = true, true
		return h
	}
	method, ok := stratum.Text(l.Method)
	if !ok { // an answer to a question of ours
		return h
	}
	id := l.ID
	if l.Silent() {
		id = nil
	}
	switch string(method) {
	case "mining.submit":
		s.submit(id, l.Params, now)
	case "mining.configure":
		s.configure(id, l.Params)
	case "mining.subscribe":
		s.subscribe(id)
	case "mining.authorize":
		s.authorize(id, l.Params)
	case "mining.suggest_difficulty":
		s.suggest(id, l.Params, levelOfDifficulty)
	case "mining.suggest_target":
		s.suggest(id, l.Params, levelOfTarget)
	case "mining.extranonce.subscribe":
		s.answer(id, "true")
	case "mining.ping":
		s.answer(id, `"pong"`)
	default: // mining.capabilities, mining.get_transactions and whatever else
		s.refuse(id, stratum.Refusal{Number: 20, Says: "Unsupported method"})
	}
	return h
}

func (s *V1) answer(id []byte, result string) {
	if id != nil {
		s.heard.Answer = stratum.AppendResult(s.heard.Answer, id, result)
	}
}

func (s *V1) refuse(id []byte, r stratum.Refusal) {
	if id != nil {
		s.heard.Answer = stratum.AppendRefusal(s.heard.Answer, id, r)
	}
}

// configure answers BIP 310. Only what was asked is answered: cgminer takes other keys for errors, and goes
// away where version-rolling and its mask do not come back.
func (s *V1) configure(id, params []byte) {
	var room [8][]byte
	args, err := stratum.Elements(room[:0], params, len(room))
	if err != nil || len(args) == 0 {
		s.refuse(id, stratum.Refusal{Number: 20, Says: "No extensions"})
		return
	}
	asked, _ := stratum.Elements(nil, args[0], 16)
	var options []byte
	if len(args) > 1 {
		options = args[1]
	}
	result := []byte{'{'}
	put := func(name, value string) {
		if len(result) > 1 {
			result = append(result, ',')
		}
		result = append(result, `"`+name+`":`+value...)
	}
	for _, raw := range asked {
		name, _ := stratum.Text(raw)
		switch string(name) {
		case "version-rolling":
			s.mask = rollMask
			if mask, ok := stratum.Word(stratum.Member(options, "version-rolling.mask")); ok {
				s.mask &= mask
			}
			put("version-rolling", "true")
			put("version-rolling.mask", fmt.Sprintf(`"%08x"`, s.mask))
		case "minimum-difficulty":
			least, ok := levelOfDifficulty(stratum.Member(options, "minimum-difficulty.value"))
			if ok {
				s.least = min(least, s.c.Max)
				s.turn(s.c.level(s.level, s.least))
			}
			put("minimum-difficulty", strconv.FormatBool(ok))
		default:
			if goodName(name) {
				put(string(name), "false")
			}
		}
	}
	s.answer(id, string(append(result, '}')))
}

func (s *V1) subscribe(id []byte) {
	en1 := hex.EncodeToString(s.en1[:])
	s.subscribed = true
	s.answer(id, `[[["mining.set_difficulty","`+en1+`"],["mining.notify","`+en1+`"]],"`+en1+`",8]`)
	s.begin()
}

func (s *V1) authorize(id, params []byte) {
	var room [8][]byte
	args, err := stratum.Elements(room[:0], params, len(room))
	if err != nil || len(args) == 0 {
		s.refuse(id, stratum.InvalidUser.V1())
		return
	}
	name, _ := stratum.Text(args[0])
	if _, known := s.worker(name); !known {
		if !goodName(name) || len(s.names) >= workersMost {
			s.refuse(id, stratum.InvalidUser.V1())
			s.heard.Bad = true
			return
		}
		number, err := s.Workers.Worker(string(name))
		if err != nil {
			s.refuse(id, stratum.UnknownUser.V1())
			s.heard.Bad = true
			return
		}
		s.names = append(s.names, string(name))
		s.numbers = append(s.numbers, number)
	}
	s.answer(id, "true")
	s.begin()
}

func (s *V1) worker(name []byte) (uint32, bool) {
	for i := range s.names {
		if s.names[i] == string(name) {
			return s.numbers[i], true
		}
	}
	return 0, false
}

// begin sends the first job, once the client has both subscribed and named a worker.
func (s *V1) begin() {
	if s.Ready() && !s.begun {
		s.heard.Push = s.Notify(s.heard.Push, true)
	}
}

// Notify adds the line of the current job to b; clean says that work on earlier ones is lost. The first job
// comes behind its difficulty. Without a job, or before the session is ready, it adds nothing.
func (s *V1) Notify(b []byte, clean bool) []byte {
	j := s.c.Bench.Current()
	if j == nil || !s.Ready() {
		return b
	}
	if k := s.c.level(s.later, s.least); s.later != 0 && !s.sent.has(j.ID, k) {
		s.begun = s.begun && k == s.level
		s.level, s.later = k, 0
	}
	k := s.level
	if !s.begun {
		s.begun = true
		b = stratum.AppendDifficulty(b, uint8(k))
	}
	s.sent.add(j.ID, k)
	b = append(b, j.Cached(jobs.CacheNotify, k, func() []byte {
		n := stratum.Notify{
			Job: jobs.Text(j.ID, k), Prev: j.Prev, Coinbase1: j.AtLevel(k), Coinbase2: j.Coinbase2,
			Branches: j.Branches, Version: j.Version, Bits: j.Bits, Time: j.Time,
		}
		return n.Append(nil)
	})...)
	return stratum.AppendClean(b, clean)
}

// suggest takes a difficulty or a target that the client would like.
func (s *V1) suggest(id, params []byte, read func([]byte) (share.Level, bool)) {
	var room [8][]byte
	args, err := stratum.Elements(room[:0], params, len(room))
	if err != nil || len(args) == 0 {
		s.refuse(id, stratum.Refusal{Number: 20, Says: "No suggestion"})
		return
	}
	k, ok := read(args[0])
	if !ok {
		s.refuse(id, stratum.Refusal{Number: 20, Says: "Not a difficulty"})
		return
	}
	s.answer(id, "true")
	s.turn(s.c.level(k, s.least))
}

// turn goes on at another level. The job is sent anew, since its coinbase says the level, and as a clean one:
// minerd stays with the old job and its difficulty otherwise. Shares of the old job stay good. A level that
// the job had before waits for the next job: it would be the same work again, which miners begin anew, to
// find what they have handed in.
func (s *V1) turn(k share.Level) {
	if k == s.level {
		return
	}
	if s.c.had(&s.sent, k) {
		s.later = k
		return
	}
	s.level, s.later = k, 0
	if s.begun {
		s.begun = false // so that the difficulty is sent anew
		s.heard.Push = s.Notify(s.heard.Push, true)
	}
}

// levelOfDifficulty reads a number of V1, which may be a text too.
func levelOfDifficulty(raw []byte) (share.Level, bool) {
	if text, ok := stratum.Text(raw); ok {
		raw = text
	}
	if len(raw) > 40 {
		return 0, false
	}
	d, err := strconv.ParseFloat(string(raw), 64)
	k := math.Floor(math.Log2(d) + 32)
	if err != nil || !(k >= 0) || k > 255 {
		return 0, err == nil && d > 0 && d < 1
	}
	return share.Level(min(k, float64(share.MaxLevel))), true
}

// levelOfTarget reads a target of bfgminer's, as it is printed.
func levelOfTarget(raw []byte) (share.Level, bool) {
	var printed [32]byte
	if !stratum.Bytes(printed[:], raw) {
		return 0, false
	}
	return leastLevel(share.Printed(printed))
}

// submit takes a share.
func (s *V1) submit(id, params []byte, now int64) {
	h := &s.heard
	if !s.Ready() {
		s.refuse(id, stratum.Unsubscribed())
		h.Bad = true
		return
	}
	var in stratum.Submit
	code := stratum.ParseSubmit(&in, params)
	if code == "" {
		code = s.judge(&in, now)
	}
	if code != "" {
		s.refuse(id, code.V1())
		h.Code, h.Bad = code, refuses(code)
		return
	}
	h.Taken = true
	s.answer(id, "true")
	s.rate.count(h.Share.Level)
	s.turn(s.c.level(s.rate.next(s.c, now, s.level), s.least))
}

func (s *V1) judge(in *stratum.Submit, now int64) stratum.Code {
	number, ok := s.worker(in.User)
	if !ok {
		return stratum.UnknownUser
	}
	id, k, ok := jobs.ParseText(in.Job)
	if !ok || !s.sent.has(id, k) {
		return stratum.InvalidJob
	}
	j := s.c.Bench.Job(id)
	if j == nil {
		return stratum.InvalidJob
	}
	version := j.Version
	if in.Rolled {
		if in.Version&^s.mask != 0 {
			return stratum.VersionBits
		}
		version = j.Version&^s.mask | in.Version
	}
	h := &s.heard
	h.Share = share.Share{
		Job: id, Worker: number, En1: s.en1, En2: in.Extranonce2, Time: in.Time, Nonce: in.Nonce,
		Version: version, Level: k,
	}
	h.Judged = s.c.Bench.Judge(&h.Share, &s.root, s.mask != 0, uint32(now/1000))
	return h.Judged.Code
}

// Tick looks at the level where no share comes; what it pushes lasts until the session is asked again.
func (s *V1) Tick(now int64) *Heard {
	s.heard.reset()
	if s.Ready() {
		s.turn(s.c.level(s.rate.next(s.c, now, s.level), s.least))
	} else {
		s.rate.since = now
	}
	return &s.heard
}
