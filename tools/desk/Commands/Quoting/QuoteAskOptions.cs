using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>What a quote asks for, as people type it: core-periods first, amounts with their unit.</summary>
internal sealed class QuoteAskOptions
{
    private readonly Option<string[]> _cores = new("--cores")
    {
        Description = "Cores over sale periods of 28 days, the first being the region of the current sale: 2x13 is 2 cores for 13 periods; 1x3,4x10 grows. Repeat it for several lines.",
        HelpName = "CORESxPERIODS",
    };

    private readonly Option<string[]> _budget = new("--on-demand") { Description = "A budget for on-demand orders: \"5 DOT\". Repeat it for several lines.", HelpName = "AMOUNT" };
    private readonly Option<string?> _sponsored = new("--sponsored") { Description = "Cores of the first line that the sponsor pays for, by period: 1x1,2x1 is one core of the first and one of the second period.", HelpName = "PERIODxCORES" };
    private readonly Option<string?> _rebate = new("--rebate") { Description = "Paid back on the first line: \"0.5 DOT\". Takes a higher approval than sponsored periods.", HelpName = "AMOUNT" };
    private readonly Option<string?> _waived = new("--waived") { Description = "The worth of services that are not charged: \"1.2 DOT\".", HelpName = "AMOUNT" };
    private readonly Option<string?> _services = new("--services") { Description = "Which services are waived.", HelpName = "TEXT" };
    private readonly Option<string?> _settlement = Words.Option<Settlement>("--settlement", "Who buys; the customer when left out.");
    private readonly Option<uint> _para = new("--para") { Description = "The customer's para id. Needed when a sponsor pays." };
    private readonly Option<uint> _days = new("--valid-days") { Description = "How many days it is valid at most; 14 when left out." };
    private readonly Option<string?> _reason = new("--reason") { Description = "The reason code of the concession: volume, competitive, strategic, multi-year, migration, goodwill." };
    private readonly Option<string?> _note = new("--note") { Description = "Why, for those who approve." };
    private readonly Option<string?> _token = new("--token") { Description = "What amounts are of, when none of them says so: DOT, KSM or PAS; DOT when left out.", HelpName = "SYMBOL" };
    private readonly Option<string?> _chain = new("--chain") { Description = "The Coretime chain, when more than one is followed." };

    public IReadOnlyList<Symbol> Symbols => [_cores, _budget, _sponsored, _rebate, _waived, _services, _settlement, _para, _days, _reason, _note, _token, _chain];

    /// <exception cref="DeskException">Something cannot be read; the message says what to write.</exception>
    public QuoteAsk Read(ParseResult r)
    {
        var sponsored = r.GetValue(_cores) is { Length: > 0 } ? null : r.GetValue(_sponsored); // Of cores it names periods, and no amount.
        string[] amounts = [.. new[] { r.GetValue(_rebate), r.GetValue(_waived), sponsored }.Concat(r.GetValue(_budget) ?? []).OfType<string>()];
        var token = RuleInput.TokenOf(r.GetValue(_token)) ?? amounts.Select(RuleInput.TokenIn).FirstOrDefault(t => t is not null) ?? Token.Dot;
        var ask = new QuoteAsk
        {
            Settlement = r.GetValue(_settlement) is { } word ? Words.Parse<Settlement>(word) : Settlement.CustomerBuys,
            ParaId = r.GetValue(_para),
            ValidDays = r.GetValue(_days),
            ReasonCode = r.GetValue(_reason) ?? "",
            ReasonNote = r.GetValue(_note) ?? "",
            Chain = r.GetValue(_chain) ?? "",
            Token = amounts.All(RuleInput.IsPlanck) ? "" : token.Symbol,
        };
        ask.Lines.AddRange((r.GetValue(_cores) ?? []).Select(text => new QuoteLine { Coretime = new() { Ramp = { Pairs("--cores", text).Select(p => new RampSegment { Cores = p.First, Periods = p.Second }) } } }));
        ask.Lines.AddRange((r.GetValue(_budget) ?? []).Select(text => new QuoteLine { OnDemand = new() { BudgetPlanck = Amount("--on-demand", text, token) } }));
        if (ask.Lines.Count == 0)
        {
            throw new DeskException("Say what is quoted: --cores 1x13 (one core for 13 periods), or --on-demand \"5 DOT\".");
        }

        Concede(r, ask.Lines[0], token);
        return ask;
    }

    private void Concede(ParseResult r, QuoteLine line, Token token)
    {
        var (rebate, waived, services) = (Amount("--rebate", r.GetValue(_rebate), token), Amount("--waived", r.GetValue(_waived), token), r.GetValue(_services) ?? "");
        var sponsored = r.GetValue(_sponsored);
        if (line.Coretime is { } cores)
        {
            (cores.RebatePlanck, cores.WaivedPlanck, cores.WaivedServices) = (rebate, waived, services);
            cores.Sponsored.AddRange(sponsored is null ? [] : Pairs("--sponsored", sponsored).Select(p => new SponsoredPeriod { Period = p.First, Cores = p.Second }));
        }
        else
        {
            (line.OnDemand.RebatePlanck, line.OnDemand.WaivedPlanck, line.OnDemand.WaivedServices) = (rebate, waived, services);
            line.OnDemand.SponsoredPlanck = Amount("--sponsored", sponsored, token);
        }
    }

    private static string Amount(string option, string? text, Token token) => text is null ? "" : RuleInput.Amount(option, text, token).ToString();

    private static IEnumerable<(uint First, uint Second)> Pairs(string option, string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var pair = part.Split('x', StringSplitOptions.TrimEntries);
            yield return pair.Length == 2 && Digits.TryParse<uint>(pair[0], out var first) && Digits.TryParse<uint>(pair[1], out var second)
                ? (first, second)
                : throw new DeskException($"{option}: '{part}' cannot be read; write two numbers with an x between, as in 2x13.");
        }
    }
}
