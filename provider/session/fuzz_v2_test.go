package session

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// framed are frames that clients of V2 send: ESP-Miner's own bytes, and one of each other kind.
func framed() []stratum.Frame {
	of := func(m stratum.Message) stratum.Frame {
		return stratum.Frame{Type: m.Type(), Payload: m.Append(nil)}
	}
	submit := unhex("05000000000000002a0000001905000085f50b6b00000020080000000000000000")
	return []stratum.Frame{
		{Type: stratum.TypeSetupConnection, Payload: unhex(espSetup)},
		{Type: stratum.TypeOpenExtended, Payload: unhex(espOpen)},
		of(&stratum.OpenChannel{User: "farm.a", Request: 2, Hashrate: 100, MaxTarget: everything}),
		of(&stratum.OpenChannel{User: "farm.b", Request: 3, MaxTarget: targetOf(9)}),
		of(&stratum.UpdateChannel{Channel: 2, Hashrate: 200, MaxTarget: everything}),
		of(&stratum.UpdateChannel{Channel: 3, Hashrate: 50, MaxTarget: targetOf(10)}),
		{Type: stratum.TypeSubmitSharesExtended, Payload: submit},
		of(&stratum.SubmitShares{Channel: 2, Job: jobs.Name(1, 8), Time: uint32(now / 1000)}),
		of(&stratum.Reason{Kind: stratum.TypeCloseChannel, Channel: 2, Code: "bye"}),
		{Type: stratum.TypeSetCustomMiningJob, Payload: []byte{2, 0, 0, 0, 5, 0, 0, 0, 1, 2, 3}},
		of(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2, Flags: stratum.RequiresStandardJobs}),
		{Type: 0x77, Payload: []byte{1}}, {Extension: 1, Type: stratum.TypeOpenStandard},
	}
}

// clientOfV2 plays a script: what it was sent is read as a client reads it.
type clientOfV2 struct {
	*played
	v      *V2
	frames []stratum.Frame
	opened []*workOfV2
}

// workOfV2 is a channel as its client knows it.
type workOfV2 struct {
	stratum.OpenSuccess
	root    [32]byte
	chosen  *stratum.NewExtendedMiningJob
	name    uint32
	version uint32
	future  bool
	prev    stratum.SetNewPrevHash
	closed  bool
}

func (c *clientOfV2) channel(number uint32) *workOfV2 {
	for _, w := range c.opened {
		if w.Channel == number && !w.closed {
			return w
		}
	}
	return nil
}

// frame hands in a frame and holds the answer to what every answer is.
func (c *clientOfV2) frame(f stratum.Frame) *Heard {
	h := c.v.Frame(f, c.now)
	if len(h.Answer) > 600 {
		c.t.Fatalf("%+v is answered by %d bytes", f, len(h.Answer))
	}
	answers := frames(c.t, h.Answer)
	if len(answers) > 1 {
		c.t.Fatalf("%+v is answered %+v", f, answers)
	}
	for _, answer := range answers {
		c.answer(answer)
	}
	var m stratum.Reason
	if m.Kind = stratum.TypeCloseChannel; f.Type == m.Kind && f.Extension == 0 && m.Parse(f.Payload) == nil {
		if w := c.channel(m.Channel); w != nil && c.v.setup {
			w.closed = true
		}
	}
	c.check(h, func(one share.Share) bool {
		w := c.ofShare(one)
		return one.Flags&share.FromV2 != 0 && w != nil && (w.Extended || one.En2 == [8]byte{})
	})
	c.pushed(h.Push)
	return h
}

// ofShare is the channel of a share by its extranonce.
func (c *clientOfV2) ofShare(one share.Share) *workOfV2 {
	for _, w := range c.opened {
		if !w.closed && string(w.Prefix[:share.Extranonce1]) == string(one.En1[:]) {
			return w
		}
	}
	return nil
}

func (c *clientOfV2) answer(f stratum.Frame) {
	var err error
	switch f.Type {
	case stratum.TypeSetupSuccess:
		err = (&stratum.SetupSuccess{}).Parse(f.Payload)
	case stratum.TypeSetupError:
		err = (&stratum.SetupError{}).Parse(f.Payload)
	case stratum.TypeOpenStandardSuccess, stratum.TypeOpenExtendedSuccess:
		w := &workOfV2{}
		w.Extended = f.Type == stratum.TypeOpenExtendedSuccess
		if err = w.Parse(f.Payload); c.channel(w.Channel) != nil {
			c.t.Fatalf("channel %d is opened twice", w.Channel)
		}
		c.opened = append(c.opened, w)
	case stratum.TypeOpenError:
		err = (&stratum.OpenError{}).Parse(f.Payload)
	case stratum.TypeUpdateChannelError:
		err = (&stratum.Reason{Kind: f.Type}).Parse(f.Payload)
	case stratum.TypeSubmitSharesSuccess:
		err = (&stratum.SubmitSuccess{}).Parse(f.Payload)
	case stratum.TypeSubmitSharesError:
		err = (&stratum.SubmitError{}).Parse(f.Payload)
	case stratum.TypeSetCustomMiningJobFail:
	default:
		c.t.Fatalf("an answer of type %#x", f.Type)
	}
	if err != nil {
		c.t.Fatalf("answer %#x %x: %v", f.Type, f.Payload, err)
	}
}

// pushed reads notifications: each is of a channel that is open, and SetNewPrevHash names its future job.
func (c *clientOfV2) pushed(b []byte) {
	for _, f := range frames(c.t, b) {
		w := c.channel(binary.LittleEndian.Uint32(f.Payload))
		if w == nil {
			c.t.Fatalf("%+v is of no open channel", f)
		}
		var err error
		switch f.Type {
		case stratum.TypeNewMiningJob:
			var m stratum.NewMiningJob
			err = m.Parse(f.Payload)
			w.root, w.name, w.version, w.future = m.Root, m.Job, m.Version, m.Future
		case stratum.TypeNewExtendedMiningJob:
			w.chosen = &stratum.NewExtendedMiningJob{}
			err = w.chosen.Parse(f.Payload)
			w.name, w.version, w.future = w.chosen.Job, w.chosen.Version, w.chosen.Future
		case stratum.TypeSetNewPrevHash:
			if err = w.prev.Parse(f.Payload); w.prev.Job != w.name || !w.future {
				c.t.Fatalf("%+v where the job is %d, future %v", w.prev, w.name, w.future)
			}
			w.future = false
		case stratum.TypeSetTarget:
			err = (&stratum.SetTarget{}).Parse(f.Payload)
		default:
			c.t.Fatalf("type %#x is pushed", f.Type)
		}
		if err != nil {
			c.t.Fatalf("%#x %x: %v", f.Type, f.Payload, err)
		}
	}
}

// share is an honest one of a channel's work, and the hash of its header.
func (c *clientOfV2) share(w *workOfV2) (stratum.Frame, [32]byte) {
	m := stratum.SubmitShares{
		Extended: w.Extended, Channel: w.Channel, Sequence: 1, Job: w.name, Time: w.prev.MinTime,
		Version: w.version,
	}
	root := w.root
	if w.Extended {
		m.Extranonce = make([]byte, w.ExtranonceSize)
		m.Extranonce[0] = c.Byte() & 1
		root = share.Hash(slices.Concat(w.chosen.Prefix, w.Prefix, m.Extranonce, w.chosen.Suffix))
		for _, branch := range w.chosen.Branches {
			root = share.Hash(slices.Concat(root[:], branch[:]))
		}
	}
	var header [80]byte
	le := binary.LittleEndian
	le.PutUint32(header[0:], m.Version)
	copy(header[4:], w.prev.Prev[:])
	copy(header[36:], root[:])
	le.PutUint32(header[68:], m.Time)
	le.PutUint32(header[72:], w.prev.Bits)
	_, k := jobs.ParseName(w.name)
	m.Nonce = c.solved(&header, k)
	return stratum.Frame{Type: m.Type(), Payload: m.Append(nil)}, share.Hash(header[:])
}

// submit hands in a share, changed or not.
func (c *clientOfV2) submit(changed bool) {
	if len(c.opened) == 0 {
		return
	}
	w := c.opened[int(c.Byte())%len(c.opened)]
	if w.closed || w.prev.Job == 0 {
		return
	}
	f, hash := c.share(w)
	if changed {
		f.Payload = c.Change(f.Payload)
		c.frame(f)
		return
	}
	id, _ := jobs.ParseName(w.name)
	due := c.due(id, w.prev.MinTime, hash)
	if h := c.frame(f); h.Taken != due {
		c.t.Fatalf("%x is answered %x, due %v", f.Payload, h.Answer, due)
	}
}

// step does what the script says next.
func (c *clientOfV2) step() {
	switch order := c.Byte(); order % 9 {
	case 0:
		c.frame(c.frames[int(c.Byte())%len(c.frames)])
	case 1:
		f := c.frames[int(c.Byte())%len(c.frames)]
		f.Payload = c.Change(f.Payload)
		c.frame(f)
	case 2, 3:
		c.submit(order%9 == 3)
	case 4:
		c.wait()
	case 5:
		c.pushed(c.v.Tick(c.now).Push)
	case 6:
		c.another(c.Byte())
		c.pushed(c.v.Notify(nil))
	case 7:
		c.pushed(c.v.Notify(nil))
	case 8:
		c.frame(stratum.Frame{Type: stratum.Type(c.Byte()), Payload: c.Take(int(c.Byte()))})
	}
}

// FuzzV2 is FuzzV1 for frames of V2, on channels of both kinds.
func FuzzV2(f *testing.F) {
	begun := []byte{0, 0, 0, 1, 0, 2}
	shares := []byte{2, 0, 0, 0, 2, 1, 0, 3, 0, 1, 0, 1, 0, 30, 0, 9, 2, 0, 1, 1}
	f.Add(slices.Concat(begun, shares, []byte{6, 0}, shares, []byte{6, 1}, shares, []byte{6, 6}, shares))
	ended := []byte{0, 4, 2, 0, 0, 0, 0, 5, 0, 8, 2, 0, 0, 0, 0, 9, 0, 11, 0, 12, 4, 255, 255, 5}
	f.Add(slices.Concat(begun, ended))
	f.Add(slices.Concat([]byte{0, 10, 0, 1, 0, 3}, shares, []byte{4, 200, 1, 5, 2, 0, 0, 7, 2, 1, 2}))
	for i := range framed() { // each frame changed at a place, in a session that goes on
		f.Add(slices.Concat(begun, []byte{1, byte(i), byte(i), byte(5 * i), 0, 9}, shares))
		f.Add([]byte{1, byte(i), 0, byte(i), 0, 1, 0, 0, 0, 1})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c := &clientOfV2{played: play(t, b), frames: framed()}
		c.v = NewV2(c.Config)
		for !c.Done() {
			c.step()
		}
	})
}
