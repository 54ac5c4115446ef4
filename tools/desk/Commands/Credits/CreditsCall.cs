using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>What every command about programmes and grants has: where the desk is, how people name a programme, a grant or an account, and how answers are shown.</summary>
internal sealed class CreditsCall
{
    private const string Service = "creditgrants";
    private const int PageSize = 200;
    private readonly Option<FileInfo?> _file = Shared.File();
    private readonly Option<string?> _address = Shared.Address();
    private readonly Option<bool> _json = SessionCommands.Json();

    /// <summary>A command with these options besides its own.</summary>
    public static Command Make(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, CreditsCall, CancellationToken, Task> run)
    {
        var (command, call) = (new Command(name, description), new CreditsCall());
        foreach (var symbol in symbols.Concat([call._json, call._address, call._file]))
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction(async (r, cancellation) =>
        {
            await run(r, call, cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>The argument by which people name a programme.</summary>
    public static Argument<string> Programme() => new("programme") { Description = "The programme's number (P-000001), its name, or its id." };

    /// <summary>The argument by which people name a grant.</summary>
    public static Argument<string> Grant() => new("grant") { Description = "The grant's number (G-2026-000007) or id." };

    public static Option<string> Reason(string description) => new("--reason") { Description = $"{description} At most 500 characters.", Required = true };

    public bool IsJson(ParseResult r) => r.GetValue(_json);

    public Task<T> SendAsync<T>(ParseResult r, Func<GrpcChannel, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).CallAsync(Service, r.GetValue(_address), call, cancellation);

    public Task<T> ProgrammesAsync<T>(ParseResult r, Func<ProgrammesService.ProgrammesServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        SendAsync(r, (c, o) => call(new(c), o), cancellation);

    public Task<T> GrantsAsync<T>(ParseResult r, Func<GrantsService.GrantsServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        SendAsync(r, (c, o) => call(new(c), o), cancellation);

    public Task<T> LedgerAsync<T>(ParseResult r, Func<LedgerService.LedgerServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        SendAsync(r, (c, o) => call(new(c), o), cancellation);

    /// <summary>The programme that somebody named, by number, id or name.</summary>
    /// <exception cref="DeskException">No programme has that name, or several have.</exception>
    public async Task<GetProgrammeResponse> ProgrammeAsync(ParseResult r, string text, CancellationToken cancellation)
    {
        if (Guid.TryParse(text, out _))
        {
            return await ProgrammesAsync(r, (c, o) => c.GetProgrammeAsync(new() { ProgrammeId = text }, o), cancellation);
        }

        if (IsNumber(text))
        {
            return await ProgrammesAsync(r, (c, o) => c.GetProgrammeAsync(new() { Number = text.ToUpperInvariant() }, o), cancellation);
        }

        List<Programme> found = [];
        var page = "";
        do
        {
            var token = page;
            var answer = await ProgrammesAsync(r, (c, o) => c.ListProgrammesAsync(new() { PageSize = PageSize, PageToken = token }, o), cancellation);
            found.AddRange(answer.Programmes.Where(p => p.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)));
            page = answer.NextPageToken;
        }
        while (page.Length > 0);
        return found switch
        {
            [var one] => await ProgrammesAsync(r, (c, o) => c.GetProgrammeAsync(new() { ProgrammeId = one.ProgrammeId }, o), cancellation),
            [] => throw new DeskException($"There is no programme called '{text}'. './desk credits programmes list' shows all."),
            _ => throw new DeskException($"{found.Count} programmes are called '{text}': name one by its number, {string.Join(" or ", found.Select(p => p.Number))}."),
        };
    }

    /// <summary>The grant that somebody named, with what was paid for it.</summary>
    public Task<GetGrantResponse> GrantAsync(ParseResult r, Argument<string> argument, CancellationToken cancellation)
    {
        var text = r.GetValue(argument)!;
        return GrantsAsync(r, (c, o) => c.GetGrantAsync(Guid.TryParse(text, out _) ? new() { GrantId = text } : new() { Number = text.ToUpperInvariant() }, o), cancellation);
    }

    /// <summary>The id of the account that somebody named. One that was merged gives the account that it is part of.</summary>
    public async Task<string> AccountIdAsync(ParseResult r, string text, CancellationToken cancellation) => Guid.TryParse(text, out _)
        ? text
        : (await new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).CallAsync(
            "leads", null, (c, o) => new LeadsService.LeadsServiceClient(c).GetAccountAsync(new() { Number = text }, o), cancellation)).Account.AccountId;

    public void Show(ParseResult r, IMessage answer, Action<Screen> show) => Answer.Show(answer, IsJson(r), show);

    /// <summary>An amount of planck with its unit: in tokens where a chain could hold it, else exact in planck.</summary>
    public static string Money(ChainWatcher.V1.Token? token, string planck) =>
        planck.Length == 0 ? "" : token is { Symbol.Length: > 0 } && UInt128.TryParse(planck, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? new Token(token.Symbol, (int)token.Decimals).Format(new(amount))
            : $"{planck} planck";

    /// <summary>A sum of such amounts.</summary>
    public static string Sum(ChainWatcher.V1.Token? token, IEnumerable<string> planck) =>
        Money(token, planck.Where(p => p.Length > 0).Aggregate(BigInteger.Zero, (sum, p) => sum + BigInteger.Parse(p, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));

    /// <summary>An amount that somebody typed, in planck: "2.5 DOT", or "25000000000 planck".</summary>
    /// <exception cref="DeskException">It cannot be read, or is of another token.</exception>
    public static string Planck(string option, string text, ChainWatcher.V1.Token token) => Quoting.RuleInput.Amount(option, text, new(token.Symbol, (int)token.Decimals)).ToString();

    /// <summary>Where something can be looked up: the date first.</summary>
    public static string Block(FactRef? fact) => fact is null ? "" :
        $"{Answer.Date(fact.OccurredAt)}, {fact.Chain} block {fact.BlockNumber}{(fact.HasEventIndex ? $" event {fact.EventIndex}" : "")}";

    private static bool IsNumber(string text) => text.Length > 2 && text.StartsWith("P-", StringComparison.OrdinalIgnoreCase) && Market.Digits.Are(text.AsSpan(2));
}
