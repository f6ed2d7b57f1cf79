package survival

import "github.com/assaymining/assay/units"

// seen is one provider of the list (docs/residuals.md has its sources): the months in which it began and in
// which it stopped or was last seen, counted from January 2010.
type seen struct {
	from, to int
	stopped  bool
	fraud    bool // it turned out to be one as it stopped
}

// list is testdata/survival.csv, to which a test holds it.
var list = []seen{
	{55, 59, true, true},     // GAW Miners Hashlet
	{66, 102, true, true},    // HashFlare (bitcoin contracts)
	{51, 119, true, true},    // BitClub Network
	{60, 77, true, true},     // HashOcean
	{96, 148, true, true},    // Mining Capital Coin
	{66, 91, true, true},     // GainBitcoin
	{125, 154, true, true},   // HyperFund
	{103, 119, true, true},   // IcomTech
	{90, 143, true, true},    // Forcount
	{80, 93, true, true},     // Mining Max
	{72, 93, true, true},     // Minerworld
	{135, 139, true, true},   // Dogecoin Mining Turkey
	{71, 127, true, true},    // AirBit Club
	{137, 139, true, true},   // HPZ Token
	{107, 145, true, true},   // VBit Technologies
	{142, 155, true, true},   // Geosyn Mining
	{138, 157, true, true},   // Touzi Capital
	{46, 57, true, true},     // Bitcoin Trader (HYIP)
	{96, 102, true, true},    // Forger Esports
	{87, 95, true, true},     // USI-Tech
	{29, 56, true, true},     // Butterfly Labs
	{54, 105, true, false},   // Genesis Mining (open-ended)
	{46, 60, true, false},    // CEX.IO / GHash cloud
	{51, 60, true, false},    // CoinTerra cloud
	{101, 109, true, false},  // Argo mining-as-a-service
	{91, 106, true, false},   // Giga Watt
	{90, 152, true, false},   // Compute North
	{39, 52, false, false},   // CloudHashing
	{135, 174, false, false}, // Blockstream BMN1
	{174, 176, false, false}, // Blockstream BMN2
	{143, 171, false, false}, // Bitdeer
	{142, 194, false, false}, // BitFuFu
	{154, 155, false, false}, // Binance Cloud Mining
	{54, 180, false, false},  // NiceHash
	{102, 173, false, false}, // ECOS
	{93, 99, false, false},   // HydroMiner
}

// leastStops is how many stops a rate stands on at least: three say little, two nothing.
const leastStops = 3

// stopsBy is what of the list was known on a day: how many had stopped, of those watched for so many
// months; who had not is watched until the day, whatever came of him. Of frauds, those that had stopped:
// before, nobody knew them as such.
func stopsBy(day units.Date, frauds bool) (stops, months int) {
	date := day.String()
	now := (int(date[0]-'0')*1000+int(date[1]-'0')*100+int(date[2]-'0')*10+int(date[3]-'0')-2010)*12 +
		int(date[5]-'0')*10 + int(date[6]-'0') - 1
	for _, p := range list {
		to, stopped := p.to, p.stopped
		if to >= now { // of the month of the day itself nothing is known yet
			to, stopped = now, false
		}
		if p.from >= now || frauds && !(p.fraud && stopped) {
			continue
		}
		months += to - p.from
		if stopped {
			stops++
		}
	}
	return stops, months
}
