using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>What every command about quotes has: where the desk is, how people name a quote or an account, and how answers are shown.</summary>
internal sealed class QuotingCall
{
    private readonly Option<FileInfo?> _file = Shared.File();
    private readonly Option<string?> _address = Shared.Address();
    private readonly Option<bool> _json = SessionCommands.Json();

    /// <summary>A command with these options besides its own.</summary>
    public static Command Make(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, QuotingCall, CancellationToken, Task> run)
    {
        var (command, call) = (new Command(name, description), new QuotingCall());
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

    /// <summary>The argument by which people name a quote.</summary>
    public static Argument<string> Quote() => new("quote") { Description = "The quote's number (Q-2026-000123) or id." };

    public Task<T> SendAsync<T>(ParseResult r, Func<GrpcChannel, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).CallAsync(RulesServiceCommands.Service, r.GetValue(_address), call, cancellation);

    public Task<T> QuotesAsync<T>(ParseResult r, Func<QuotesService.QuotesServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        SendAsync(r, (c, o) => call(new(c), o), cancellation);

    public Task<T> ApprovalsAsync<T>(ParseResult r, Func<ApprovalsService.ApprovalsServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        SendAsync(r, (c, o) => call(new(c), o), cancellation);

    /// <summary>The id of the quote that somebody named.</summary>
    public async Task<string> QuoteIdAsync(ParseResult r, Argument<string> argument, CancellationToken cancellation)
    {
        var text = r.GetValue(argument)!;
        return Guid.TryParse(text, out _) ? text : (await QuotesAsync(r, (c, o) => c.GetQuoteAsync(new() { Number = text }, o), cancellation)).Quote.QuoteId;
    }

    /// <summary>The id of the account that somebody named. One that was merged gives the account that it is part of.</summary>
    public async Task<string> AccountIdAsync(ParseResult r, string text, CancellationToken cancellation) => Guid.TryParse(text, out _)
        ? text
        : (await new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).CallAsync(
            "leads", null, (c, o) => new LeadsService.LeadsServiceClient(c).GetAccountAsync(new() { Number = text }, o), cancellation)).Account.AccountId;

    public void Show(ParseResult r, IMessage answer, Action<Screen> show) => Answer.Show(answer, r.GetValue(_json), show);
}
