using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>What a grant is asked for with, as people type it.</summary>
internal sealed class GrantAskOptions
{
    private static readonly Dictionary<string, RailKind> Rails = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = RailKind.SponsorRenewal, ["B"] = RailKind.SponsorPurchase, ["C"] = RailKind.SponsorOrders, ["D"] = RailKind.NativeCredits, ["T"] = RailKind.HandedOverRegion,
    };

    private readonly Option<string?> _tier = Words.Option<GrantTier>("--tier", "What kind of grant.", required: true);
    private readonly Option<string> _rail = new("--rail")
    {
        Description = "How the coretime reaches the customer: A the sponsor renews, B the sponsor buys and assigns for good, C the sponsor's on-demand orders, D credit for orders, T a region in the customer's hands (two leaders sign).",
        HelpName = "A|B|C|D|T",
        Required = true,
    };

    private readonly Option<uint> _para = new("--para") { Description = "The para that is to run.", Required = true };
    private readonly Option<string?> _lead = new("--lead") { Description = "The lead, by id; the account as a whole when left out." };
    private readonly Option<string?> _founded = new("--founded") { Description = "When the customer was founded: 2025-01-31.", HelpName = "DATE" };
    private readonly Option<string?> _repository = new("--repository") { Description = "A public repository; the one that the account has when left out.", HelpName = "LINK" };
    private readonly Option<string?> _testChain = new("--test-chain") { Description = "Its chain on a test network: a link, or \"paseo 4000\"." };
    private readonly Option<string?> _code = new("--code") { Description = "The code of the provider who backs the customer." };
    private readonly Option<string[]> _deliverables = new("--deliverable") { Description = "What a design partner does in return, one for each tranche after the first; repeat it." };
    private readonly Option<string?> _tranches = new("--tranches") { Description = "Core-periods of each tranche, where they are agreed grant by grant: 1,2,0.5.", HelpName = "PERIODS" };
    private readonly Option<string?> _orders = new("--orders-budget") { Description = "On rails C and D, what on-demand orders may cost together: \"2 DOT\".", HelpName = "AMOUNT" };
    private readonly Option<string?> _account = new("--customer-account") { Description = "The customer's account on rails D and T: an address of the network, or 0x hex." };
    private readonly Option<string?> _note = new("--note") { Description = "Why this customer, for those who decide. At most 2000 characters." };

    public IReadOnlyList<Symbol> Symbols => [_tier, _rail, _para, _lead, _founded, _repository, _testChain, _code, _deliverables, _tranches, _orders, _account, _note];

    public string Lead(ParseResult r) => r.GetValue(_lead) ?? "";

    /// <exception cref="DeskException">Something cannot be read; the message says what to write.</exception>
    public GrantAsk Read(ParseResult r, ChainWatcher.V1.Token token) => new()
    {
        Tier = Words.Parse<GrantTier>(r.GetValue(_tier)),
        Rail = Rails.TryGetValue(r.GetValue(_rail)!, out var rail) ? rail : throw new DeskException($"--rail: '{r.GetValue(_rail)}' is no rail; write A, B, C, D or T."),
        ParaId = r.GetValue(_para),
        Founded = r.GetValue(_founded) ?? "",
        Repository = r.GetValue(_repository) ?? "",
        TestChain = r.GetValue(_testChain) ?? "",
        Code = r.GetValue(_code) ?? "",
        Deliverables = { r.GetValue(_deliverables) ?? [] },
        HalfPeriods = { r.GetValue(_tranches) is { } text ? text.Split(',', StringSplitOptions.TrimEntries).Select(Halves) : [] },
        OrdersBudget = r.GetValue(_orders) is { } budget ? CreditsCall.Planck("--orders-budget", budget, token) : "",
        CustomerAccount = r.GetValue(_account) ?? "",
        Note = r.GetValue(_note) ?? "",
    };

    /// <summary>"1.5" core-periods as 3 halves.</summary>
    private static uint Halves(string text)
    {
        var (whole, half) = text.EndsWith(".5", StringComparison.Ordinal) ? (text[..^2], 1u) : text.EndsWith(".0", StringComparison.Ordinal) ? (text[..^2], 0u) : (text, 0u);
        return Digits.TryParse<uint>(whole, out var periods) && periods <= 1_000_000 && (periods, half) != (0, 0)
            ? (2 * periods) + half
            : throw new DeskException($"--tranches: '{text}' is no number of core-periods; write wholes and halves, as in 1,2,0.5.");
    }
}
