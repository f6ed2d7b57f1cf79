package api

// ExampleLine is one real offer in the list of them.
type ExampleLine struct {
	Name  string `json:"name" doc:"asks for it"`
	Title string `json:"title"`
	Says  string `json:"says" doc:"what it shows"`
}

// MarketDay is one day of facts.
type MarketDay struct {
	Date       string  `json:"date" doc:"a day in UTC"`
	Difficulty float64 `json:"difficulty"`
	PriceUSD   float64 `json:"price_usd" doc:"dollars per bitcoin"`
	FeesBTC    float64 `json:"fees_btc_per_block"`
	Hashprice  float64 `json:"hashprice_usd_per_th_day"`
	Hashvalue  float64 `json:"hashvalue_btc_per_th_day"`
}

// Withheld is the only line of a replay that is not told.
type Withheld struct {
	Withheld string `json:"withheld" doc:"why nothing is told"`
}

// LinesRead is the last line of a screening.
type LinesRead struct {
	Lines int  `json:"lines" doc:"how many lines were read, with those that are blank or left out"`
	Whole bool `json:"whole" doc:"true: nothing is missing"`
}
