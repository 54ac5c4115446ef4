using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>What every command that talks to the Leads service has: where the desk is, and how answers are shown.</summary>
internal sealed class LeadsCall
{
    private const string Service = "leads";
    private readonly Option<FileInfo?> _file = Shared.File();
    private readonly Option<string?> _address = Shared.Address();
    private readonly Option<bool> _json = SessionCommands.Json();

    /// <summary>A command with these options besides its own.</summary>
    public static Command Make(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, LeadsCall, CancellationToken, Task> run)
    {
        var (command, call) = (new Command(name, description), new LeadsCall());
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

    /// <summary>Whether the answer is to be JSON.</summary>
    public bool IsJson(ParseResult r) => r.GetValue(_json);

    public Task<T> SendAsync<T>(ParseResult r, Func<GrpcChannel, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).CallAsync(Service, r.GetValue(_address), call, cancellation);

    /// <summary>A call that goes on answering.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(ParseResult r, Func<GrpcChannel, CallOptions, AsyncServerStreamingCall<T>> call, CancellationToken cancellation) =>
        new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).StreamAsync(Service, r.GetValue(_address), call, cancellation);

    /// <summary>A call that takes many parts and answers once.</summary>
    public Task<TResponse> UploadAsync<TRequest, TResponse>(
        ParseResult r, Func<GrpcChannel, CallOptions, AsyncClientStreamingCall<TRequest, TResponse>> call, IAsyncEnumerable<TRequest> parts, CancellationToken cancellation) =>
        new DeskClient(Workspace.Of(r.GetValue(_file)), TimeProvider.System).UploadAsync(Service, r.GetValue(_address), call, parts, cancellation);

    /// <summary>The account that people name by number or id. One that was merged gives the account that it is part of.</summary>
    public async Task<Account> AccountAsync(ParseResult r, Argument<string> argument, CancellationToken cancellation) => (await FindAsync(r, r.GetValue(argument)!, cancellation)).Account;

    public Task<GetAccountResponse> FindAsync(ParseResult r, string text, CancellationToken cancellation)
    {
        var request = Guid.TryParse(text, out _) ? new GetAccountRequest { AccountId = text } : new GetAccountRequest { Number = text };
        return SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).GetAccountAsync(request, o), cancellation);
    }

    public void Show(ParseResult r, IMessage answer, Action<Screen> show) => Answer.Show(answer, IsJson(r), show);

    /// <summary>The argument by which people name an account.</summary>
    public static Argument<string> Account(string name = "account") => new(name) { Description = "The account's number (A-2026-000017) or id." };
}
