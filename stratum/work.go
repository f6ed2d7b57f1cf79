package stratum

import "encoding/binary"

// NewMiningJob hands a job to a standard channel.
type NewMiningJob struct {
	Channel, Job uint32
	MinTime      uint32
	Future       bool // it waits for a SetNewPrevHash that names it; else MinTime is there
	Version      uint32
	Root         [32]byte
}

// Type is the message's kind.
func (m *NewMiningJob) Type() Type { return TypeNewMiningJob }

// Append adds the payload to b.
func (m *NewMiningJob) Append(b []byte) []byte {
	b = appendJobHead(b, m.Channel, m.Job, m.MinTime, m.Future)
	b = binary.LittleEndian.AppendUint32(b, m.Version)
	return append(b, m.Root[:]...)
}

func appendJobHead(b []byte, channel, job, minTime uint32, future bool) []byte {
	b = binary.LittleEndian.AppendUint32(b, channel)
	b = binary.LittleEndian.AppendUint32(b, job)
	if future {
		return append(b, 0)
	}
	return binary.LittleEndian.AppendUint32(append(b, 1), minTime)
}

// Parse reads a payload.
func (m *NewMiningJob) Parse(b []byte) error {
	r := reader{b: b}
	*m = NewMiningJob{Channel: r.u32(), Job: r.u32()}
	var there bool
	m.MinTime, there = r.option()
	m.Future = !there
	m.Version, m.Root = r.u32(), r.u256()
	return r.done()
}

// NewExtendedMiningJob hands a job to an extended channel. Prefix and Suffix are the coinbase without its
// witness; between them stand the channel's prefix and what the client turns.
type NewExtendedMiningJob struct {
	Channel, Job   uint32
	MinTime        uint32
	Future         bool
	Version        uint32
	Rolling        bool // the client may roll version bits
	Branches       [][32]byte
	Prefix, Suffix []byte
}

// Type is the message's kind.
func (m *NewExtendedMiningJob) Type() Type { return TypeNewExtendedMiningJob }

// Append adds the payload to b.
func (m *NewExtendedMiningJob) Append(b []byte) []byte {
	b = appendJobHead(b, m.Channel, m.Job, m.MinTime, m.Future)
	b = binary.LittleEndian.AppendUint32(b, m.Version)
	rolling := byte(0)
	if m.Rolling {
		rolling = 1
	}
	b = append(b, rolling, byte(len(m.Branches)))
	for i := range m.Branches {
		b = append(b, m.Branches[i][:]...)
	}
	return appendLong(appendLong(b, m.Prefix), m.Suffix)
}

// Parse reads a payload; slices last as long as b.
func (m *NewExtendedMiningJob) Parse(b []byte) error {
	r := reader{b: b}
	*m = NewExtendedMiningJob{Channel: r.u32(), Job: r.u32()}
	var there bool
	m.MinTime, there = r.option()
	m.Future = !there
	m.Version, m.Rolling = r.u32(), r.u8()&1 == 1
	branches := r.take(32 * int(r.u8()))
	for ; len(branches) > 0; branches = branches[32:] {
		m.Branches = append(m.Branches, [32]byte(branches[:32]))
	}
	m.Prefix, m.Suffix = r.long(), r.long()
	return r.done()
}

// SetNewPrevHash makes the job that it names the one to work on, and all others stale.
type SetNewPrevHash struct {
	Channel, Job  uint32
	Prev          [32]byte
	MinTime, Bits uint32
}

// Type is the message's kind.
func (m *SetNewPrevHash) Type() Type { return TypeSetNewPrevHash }

// Append adds the payload to b.
func (m *SetNewPrevHash) Append(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, m.Channel)
	b = le.AppendUint32(b, m.Job)
	b = append(b, m.Prev[:]...)
	b = le.AppendUint32(b, m.MinTime)
	return le.AppendUint32(b, m.Bits)
}

// Parse reads a payload.
func (m *SetNewPrevHash) Parse(b []byte) error {
	r := reader{b: b}
	*m = SetNewPrevHash{r.u32(), r.u32(), r.u256(), r.u32(), r.u32()}
	return r.done()
}

// SubmitShares hands in a share of a standard or an extended channel.
type SubmitShares struct {
	Extended             bool
	Channel, Sequence    uint32
	Job                  uint32
	Nonce, Time, Version uint32
	Extranonce           []byte // of an extended channel
}

// Type is the message's kind.
func (m *SubmitShares) Type() Type {
	if m.Extended {
		return TypeSubmitSharesExtended
	}
	return TypeSubmitSharesStandard
}

// Append adds the payload to b.
func (m *SubmitShares) Append(b []byte) []byte {
	for _, v := range []uint32{m.Channel, m.Sequence, m.Job, m.Nonce, m.Time, m.Version} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	if m.Extended {
		b = appendShort(b, m.Extranonce)
	}
	return b
}

// Parse reads a payload, of the kind that Extended says; Extranonce lasts as long as b.
func (m *SubmitShares) Parse(b []byte) error {
	r := reader{b: b}
	*m = SubmitShares{Extended: m.Extended, Channel: r.u32(), Sequence: r.u32(), Job: r.u32()}
	m.Nonce, m.Time, m.Version = r.u32(), r.u32(), r.u32()
	if m.Extended {
		m.Extranonce = r.short(maxExtranonce)
	}
	return r.done()
}

// SubmitSuccess acknowledges shares of a channel, those since the last acknowledgement at once.
type SubmitSuccess struct {
	Channel, Sequence uint32 // of the last one
	Count             uint32
	Sum               uint64 // of their difficulties
}

// Type is the message's kind.
func (m *SubmitSuccess) Type() Type { return TypeSubmitSharesSuccess }

// Append adds the payload to b.
func (m *SubmitSuccess) Append(b []byte) []byte {
	for _, v := range []uint32{m.Channel, m.Sequence, m.Count} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return binary.LittleEndian.AppendUint64(b, m.Sum)
}

// Parse reads a payload.
func (m *SubmitSuccess) Parse(b []byte) error {
	r := reader{b: b}
	*m = SubmitSuccess{r.u32(), r.u32(), r.u32(), r.u64()}
	return r.done()
}

// SubmitError refuses a share.
type SubmitError struct {
	Channel, Sequence uint32
	Code              Code
}

// Type is the message's kind.
func (m *SubmitError) Type() Type { return TypeSubmitSharesError }

// Append adds the payload to b.
func (m *SubmitError) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Channel)
	b = binary.LittleEndian.AppendUint32(b, m.Sequence)
	return appendText(b, string(m.Code))
}

// Parse reads a payload.
func (m *SubmitError) Parse(b []byte) error {
	r := reader{b: b}
	*m = SubmitError{r.u32(), r.u32(), Code(r.text())}
	return r.done()
}
