package session

import (
	"encoding/binary"
	"math"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// channelsMost is how many channels one connection may have open: a proxy has one for each machine behind it.
// All connections of a server together have fewer than there are first extranonces, 2^24 of a server.
const channelsMost = 256

// groupOfAll is the number of the group that all channels of a connection are in. Nothing is ever sent to
// it: ESP-Miner and sri's device know no message to a group, and a channel's own are always allowed.
const groupOfAll = 1

// V2 is a session of Stratum V2, on one connection with its channels.
type V2 struct {
	// Workers numbers the workers of this session, the configuration's where nothing is set.
	Workers  Workers
	Places   Places // nil counts no channels
	c        *Config
	setup    bool
	flags    uint32 // what the client said it needs
	channels map[uint32]*channel
	last     uint32 // number of the last channel
	heard    Heard
}

type channel struct {
	id       uint32
	extended bool
	worker   uint32
	en1      [share.Extranonce1]byte
	level    share.Level
	later    share.Level // to go on at with the next job; 0 where there is none
	least    share.Level
	sent     handed
	root     jobs.Root // of the last share
	prev     [32]byte  // that the client was told of
	bits     uint32    // with it; 0 before the first
	rate     vardiff
}

// NewV2 is a session whose handshake is done.
func NewV2(c *Config) *V2 { return &V2{c: c, Workers: c.Workers, last: groupOfAll} }

// End gives back what the channels were given. The session is not asked for anything afterwards.
func (s *V2) End() {
	for _, ch := range s.channels {
		s.c.giveBack(ch.en1)
	}
}

// Ready reports whether the session has a channel.
func (s *V2) Ready() bool { return len(s.channels) > 0 }

func (s *V2) answer(m stratum.Message) {
	s.heard.Answer = stratum.AppendMessage(s.heard.Answer, m)
}

func (s *V2) push(m stratum.Message) { s.heard.Push = stratum.AppendMessage(s.heard.Push, m) }

// malformed ends a connection whose bytes are not of the protocol.
func (s *V2) malformed() {
	s.heard.Bad, s.heard.End = true, true
}

// Frame takes a frame; what comes back is frames in the clear. now is in milliseconds since 1970.
func (s *V2) Frame(f stratum.Frame, now int64) *Heard {
	h := &s.heard
	h.reset()
	if f.Extension != 0 {
		return h // what is not known is ignored (sv2-spec 3.4)
	}
	if !s.setup && f.Type != stratum.TypeSetupConnection {
		s.malformed()
		return h
	}
	switch f.Type {
	case stratum.TypeSetupConnection:
		s.connect(f.Payload)
	case stratum.TypeOpenStandard, stratum.TypeOpenExtended:
		s.open(f, now)
	case stratum.TypeUpdateChannel:
		s.update(f.Payload)
	case stratum.TypeCloseChannel:
		m := stratum.Reason{Kind: f.Type}
		if m.Parse(f.Payload) != nil {
			s.malformed()
			break
		}
		if ch := s.channels[m.Channel]; ch != nil {
			s.c.giveBack(ch.en1)
			delete(s.channels, m.Channel)
			if s.Places != nil && len(s.channels) > 0 {
				s.Places.Leave()
			}
		}
	case stratum.TypeSubmitSharesStandard, stratum.TypeSubmitSharesExtended:
		s.submit(f, now)
	case stratum.TypeSetCustomMiningJob:
		var m stratum.CustomJobError
		if m.Parse(f.Payload) != nil {
			s.malformed()
			break
		}
		m.Code = stratum.NoJobDeclaration
		s.answer(&m)
	}
	return h
}

func (s *V2) connect(payload []byte) {
	var m stratum.SetupConnection
	if m.Parse(payload) != nil || s.setup {
		s.malformed()
		return
	}
	refuse := func(flags uint32, code stratum.Code) {
		s.answer(&stratum.SetupError{Flags: flags, Code: code})
		s.heard.End = true
	}
	switch {
	case m.Protocol != 0:
		refuse(0, stratum.UnsupportedProtocol)
	case m.MinVersion > stratum.Version || m.MaxVersion < stratum.Version:
		refuse(0, stratum.VersionMismatch)
	case m.Flags&stratum.RequiresWorkSelection != 0:
		refuse(stratum.RequiresWorkSelection, stratum.UnsupportedFeatures)
	default:
		s.setup, s.flags = true, m.Flags
		s.answer(&stratum.SetupSuccess{Used: stratum.Version}) // no flags: a server's mean other things
	}
}

func (s *V2) open(f stratum.Frame, now int64) {
	m := stratum.OpenChannel{Extended: f.Type == stratum.TypeOpenExtended}
	if m.Parse(f.Payload) != nil || len(s.channels) >= channelsMost {
		s.malformed()
		return
	}
	least, code := s.mayOpen(&m)
	var number uint32
	if code == "" {
		var err error
		if number, err = s.Workers.Worker(m.User); err != nil {
			code = stratum.UnknownUser
		}
	}
	if code == "" && s.Places != nil && len(s.channels) > 0 && !s.Places.Take() {
		code = stratum.TooManyChannels
	}
	if code != "" {
		s.answer(&stratum.OpenError{Request: m.Request, Code: code})
		s.heard.Bad = true
		return
	}
	level := s.c.Start
	if m.Hashrate > 0 {
		level = s.c.levelOf(float64(m.Hashrate))
	}
	s.last++
	ch := &channel{
		id: s.last, extended: m.Extended, worker: number, en1: s.c.Extranonce(), least: least,
		level: s.c.level(level, least), rate: vardiff{since: now},
	}
	if s.channels == nil {
		s.channels = map[uint32]*channel{}
	}
	s.channels[ch.id] = ch
	prefix := ch.en1[:]
	if !ch.extended { // the whole extranonce is the server's; what an extended channel turns is zero
		prefix = append(prefix, make([]byte, share.Extranonce2)...)
	}
	s.answer(&stratum.OpenSuccess{
		Extended: ch.extended, Request: m.Request, Channel: ch.id, Target: targetOf(ch.level),
		ExtranonceSize: share.Extranonce2, Prefix: prefix, Group: groupOfAll,
	})
	s.heard.Push = s.offer(s.heard.Push, ch)
}

// mayOpen says why a channel is refused, or the least level that the client takes.
func (s *V2) mayOpen(m *stratum.OpenChannel) (least share.Level, _ stratum.Code) {
	rate := float64(m.Hashrate)
	least, ok := leastLevel(m.MaxTarget)
	switch {
	case !goodName([]byte(m.User)):
		return 0, stratum.InvalidUser
	case math.IsNaN(rate) || math.IsInf(rate, 0) || rate < 0:
		return 0, stratum.InvalidHashrate
	case !ok || least > s.c.Max:
		return 0, stratum.TargetOutOfRange
	case m.Extended && s.flags&stratum.RequiresStandardJobs != 0:
		return 0, stratum.ExtendedNotForStandard
	case m.Extended && m.MinExtranonce > share.Extranonce2:
		return 0, stratum.ExtranonceTooLarge
	}
	return least, ""
}

// offer adds the current job for a channel to b. A previous block that the client was not told of comes
// behind a future job, in that order: sri's device stops on any other. So do other bits on the same block,
// which testnet has when a block is twenty minutes late: no other message carries them.
func (s *V2) offer(b []byte, ch *channel) []byte {
	j := s.c.Bench.Current()
	if j == nil {
		return b
	}
	if k := s.c.level(ch.later, ch.least); ch.later != 0 && !ch.sent.has(j.ID, k) {
		ch.level, ch.later = k, 0
		b = stratum.AppendMessage(b, &stratum.SetTarget{Channel: ch.id, Target: targetOf(ch.level)})
	}
	future := ch.prev != j.Prev || ch.bits != j.Bits
	name := jobs.Name(j.ID, ch.level)
	ch.sent.add(j.ID, ch.level)
	if ch.extended {
		b = appendExtended(b, j, ch, name, future)
	} else {
		b = appendStandard(b, j, ch, name, future)
	}
	if future {
		ch.prev, ch.bits = j.Prev, j.Bits
		b = stratum.AppendMessage(b, &stratum.SetNewPrevHash{
			Channel: ch.id, Job: name, Prev: j.Prev, MinTime: j.Time, Bits: j.Bits,
		})
	}
	return b
}

// appendExtended adds the job for an extended channel. What depends on the channel or on the time is short
// and stands first; the rest is made once for all channels.
func appendExtended(b []byte, j *jobs.Job, ch *channel, name uint32, future bool) []byte {
	k := ch.level
	m := stratum.NewExtendedMiningJob{
		Channel: ch.id, Job: name, MinTime: j.Time, Future: future, Version: j.Version, Rolling: true,
	}
	rest := j.Cached(jobs.CacheExtended, k, func() []byte {
		whole := m
		whole.Branches, whole.Prefix, whole.Suffix = j.Branches, j.AtLevel(k), j.Coinbase2
		return whole.Append(nil)[len(m.Append(nil))-emptyTail:]
	})
	at := len(b)
	b = stratum.AppendMessage(b, &m)
	b = append(b[:len(b)-emptyTail], rest...)
	n := len(b) - at - stratum.FrameHead
	b[at+3], b[at+4], b[at+5] = byte(n), byte(n>>8), byte(n>>16)
	return b
}

// emptyTail is the length of no branches and two empty parts of a coinbase.
const emptyTail = 1 + 2 + 2

func appendStandard(b []byte, j *jobs.Job, ch *channel, name uint32, future bool) []byte {
	m := stratum.NewMiningJob{Channel: ch.id, Job: name, MinTime: j.Time, Future: future, Version: j.Version}
	header, err := j.Job.Header(&share.Share{En1: ch.en1, Level: ch.level})
	if err != nil {
		panic("session: " + err.Error()) // a job was checked when it was made
	}
	m.Root = [32]byte(header[36:68])
	return stratum.AppendMessage(b, &m)
}

// Notify adds the current job for every channel to b.
func (s *V2) Notify(b []byte) []byte {
	for _, ch := range s.channels {
		b = s.offer(b, ch)
	}
	return b
}

func (s *V2) update(payload []byte) {
	var m stratum.UpdateChannel
	if m.Parse(payload) != nil {
		s.malformed()
		return
	}
	refuse := func(code stratum.Code) {
		s.answer(&stratum.Reason{Kind: stratum.TypeUpdateChannelError, Channel: m.Channel, Code: code})
	}
	ch := s.channels[m.Channel]
	if ch == nil {
		refuse(stratum.InvalidChannel)
		return
	}
	rate := float64(m.Hashrate)
	least, ok := leastLevel(m.MaxTarget)
	switch {
	case math.IsNaN(rate) || math.IsInf(rate, 0) || rate < 0:
		refuse(stratum.InvalidHashrate)
	case !ok || least > s.c.Max:
		refuse(stratum.TargetOutOfRange)
	default:
		ch.least = least
		s.turn(ch, s.c.level(s.c.levelOf(rate), least))
	}
}

// turn goes on at another level: its target, then the job anew, since its coinbase says the level. Jobs that
// were sent before keep their level (sv2-spec 5.3.21). A level that the job had before waits, as on V1.
func (s *V2) turn(ch *channel, k share.Level) {
	if k == ch.level {
		return
	}
	if s.c.had(&ch.sent, k) {
		ch.later = k
		return
	}
	ch.level, ch.later = k, 0
	s.push(&stratum.SetTarget{Channel: ch.id, Target: targetOf(k)})
	s.heard.Push = s.offer(s.heard.Push, ch)
}

func (s *V2) submit(f stratum.Frame, now int64) {
	h := &s.heard
	m := stratum.SubmitShares{Extended: f.Type == stratum.TypeSubmitSharesExtended}
	if m.Parse(f.Payload) != nil {
		s.malformed()
		return
	}
	ch := s.channels[m.Channel]
	code := s.judge(ch, &m, now)
	if code != "" {
		s.answer(&stratum.SubmitError{Channel: m.Channel, Sequence: m.Sequence, Code: code})
		h.Code, h.Bad = code, refuses(code)
		return
	}
	h.Taken = true
	s.answer(&stratum.SubmitSuccess{
		Channel: m.Channel, Sequence: m.Sequence, Count: 1, Sum: difficulty(h.Share.Level),
	})
	ch.rate.count(h.Share.Level)
	s.turn(ch, s.c.level(ch.rate.next(s.c, now, ch.level), ch.least))
}

// difficulty is a level in the unit that acknowledgements sum up, rounded down.
func difficulty(k share.Level) uint64 { return uint64(1) << k >> 32 }

func (s *V2) judge(ch *channel, m *stratum.SubmitShares, now int64) stratum.Code {
	if ch == nil || ch.extended != m.Extended {
		return stratum.InvalidChannel
	}
	id, k := jobs.ParseName(m.Job)
	if !ch.sent.has(id, k) {
		return stratum.InvalidJob
	}
	h := &s.heard
	h.Share = share.Share{
		Job: id, Worker: ch.worker, En1: ch.en1, Time: m.Time, Nonce: m.Nonce, Version: m.Version, Level: k,
		Flags: share.FromV2,
	}
	if ch.extended {
		if len(m.Extranonce) != share.Extranonce2 {
			return stratum.BadExtranonce
		}
		h.Share.En2 = [share.Extranonce2]byte(m.Extranonce)
	}
	h.Judged = s.c.Bench.Judge(&h.Share, &ch.root, true, uint32(now/1000))
	return h.Judged.Code
}

// Tick looks at the levels of channels where no share comes.
func (s *V2) Tick(now int64) *Heard {
	s.heard.reset()
	for _, ch := range s.channels {
		s.turn(ch, s.c.level(ch.rate.next(s.c, now, ch.level), ch.least))
	}
	return &s.heard
}

// successSize is the length of a frame with SubmitShares.Success.
const successSize = stratum.FrameHead + 4 + 4 + 4 + 8

// Join makes one acknowledgement of two that follow each other on a channel: b ends with the first one, and
// counts the second one too where Join is true.
func Join(b, next []byte) bool {
	if len(b) < successSize || len(next) != successSize {
		return false
	}
	before := b[len(b)-successSize:]
	const head = stratum.FrameHead + 4 // the same type and the same channel
	success := stratum.Type(next[2]) == stratum.TypeSubmitSharesSuccess
	if !success || string(before[:head]) != string(next[:head]) {
		return false
	}
	le := binary.LittleEndian
	copy(before[head:head+4], next[head:head+4])
	le.PutUint32(before[head+4:], le.Uint32(before[head+4:])+le.Uint32(next[head+4:]))
	le.PutUint64(before[head+8:], le.Uint64(before[head+8:])+le.Uint64(next[head+8:]))
	return true
}
