using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Demo.Story;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// The running desk as the people of a story see it: each calls as themselves, and a call that met a part which was just being started again is made again, with
/// the same request id.
/// </summary>
internal sealed class StoryDesk : IDisposable
{
    private static readonly TimeSpan CallLongest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, GrpcChannel> _channels = [];
    private readonly Dictionary<Role, string> _tokens = [];
    private readonly DemoNotes _notes;
    private readonly RunState _state;
    private readonly string _seed = Secrets.Random();
    private int _refusals;

    /// <param name="state">The desk.</param>
    /// <param name="notes">Its demo people.</param>
    public StoryDesk(RunState state, DemoNotes notes)
    {
        (_state, _notes) = (state, notes);
        foreach (var service in state.Services)
        {
            _channels[service.Name] = GrpcChannel.ForAddress(service.Address);
        }
    }

    public IdentityService.IdentityServiceClient Identity => new(Of("identity"));

    public LeadsService.LeadsServiceClient Leads => new(Of("leads"));

    public RegistrationsService.RegistrationsServiceClient Registrations => new(Of("leads"));

    public AssessmentsService.AssessmentsServiceClient Assessments => new(Of("leads"));

    public QuotesService.QuotesServiceClient Quotes => new(Of("quoting"));

    public ApprovalsService.ApprovalsServiceClient Approvals => new(Of("quoting"));

    public AcceptanceService.AcceptanceServiceClient Acceptance => new(Of("quoting"));

    public MatchingService.MatchingServiceClient Matching => new(Of("quoting"));

    public ProgrammesService.ProgrammesServiceClient Programmes => new(Of("creditgrants"));

    public GrantsService.GrantsServiceClient Grants => new(Of("creditgrants"));

    public LedgerService.LedgerServiceClient Ledger => new(Of("creditgrants"));

    public PlansService.PlansServiceClient CommissionPlans => new(Of("commissions"));

    public DealsService.DealsServiceClient Deals => new(Of("commissions"));

    public StatementsService.StatementsServiceClient Statements => new(Of("commissions"));

    public CorrectionsService.CorrectionsServiceClient Corrections => new(Of("commissions"));

    public PayoutsService.PayoutsServiceClient Payouts => new(Of("commissions"));

    public ChainWatcherService.ChainWatcherServiceClient Watcher => new(Of("chainwatcher"));

    /// <summary>Where chain facts come from.</summary>
    public RunningChains? Chains => _state.Chains;

    /// <summary>A request id of this telling: the same at every try of a step, until the desk has said no to it. A no is remembered, so what may become a yes is asked anew.</summary>
    public string RequestId(string step) => _notes.RequestId($"story {_seed} {step} {_refusals}");

    /// <summary>Makes a call as somebody.</summary>
    /// <param name="role">Who.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeskException">It was refused, or the desk did not answer for minutes.</exception>
    public Task<T> AsAsync<T>(Role role, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) => TryAsync(role, async o => await call(o), cancellation);

    /// <summary>Reads a whole stream as somebody. One that was cut is read again from its beginning.</summary>
    /// <param name="role">Who.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeskException">It was refused, or the desk did not answer for minutes.</exception>
    public Task<List<T>> AllAsync<T>(Role role, Func<CallOptions, AsyncServerStreamingCall<T>> call, CancellationToken cancellation) => TryAsync(role, async o =>
    {
        using var stream = call(o);
        return await stream.ResponseStream.ReadAllAsync(o.CancellationToken).ToListAsync(o.CancellationToken);
    }, cancellation);

    /// <summary>Asks again until it is so.</summary>
    /// <param name="what">What is waited for, for whoever waits in vain.</param>
    /// <param name="role">Who asks.</param>
    /// <param name="call">The question.</param>
    /// <param name="isSo">Whether the answer is the one.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<T> UntilAsync<T>(string what, Role role, Func<CallOptions, AsyncUnaryCall<T>> call, Func<T, bool> isSo, CancellationToken cancellation)
    {
        for (var until = TimeProvider.System.GetUtcNow() + Patience; ;)
        {
            var answer = await AsAsync(role, call, cancellation);
            if (isSo(answer))
            {
                return answer;
            }

            if (TimeProvider.System.GetUtcNow() > until)
            {
                throw new DeskException($"{what} did not come about within {Patience.TotalMinutes:0} minutes. './desk status' tells how the parts fare.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task<T> TryAsync<T>(Role role, Func<CallOptions, Task<T>> call, CancellationToken cancellation)
    {
        for (var until = TimeProvider.System.GetUtcNow() + Patience; ;)
        {
            try
            {
                var headers = new Metadata { { "authorization", $"Bearer {await TokenAsync(role, cancellation)}" } };
                return await call(new(headers, TimeProvider.System.GetUtcNow().UtcDateTime + CallLongest, cancellation));
            }
            catch (RpcException e) when (IsPassing(e) && TimeProvider.System.GetUtcNow() < until)
            {
                if (e.StatusCode == StatusCode.Unauthenticated)
                {
                    _tokens.Remove(role);
                }

                _refusals += e.StatusCode == StatusCode.FailedPrecondition ? 1 : 0;
            }
            catch (RpcException e)
            {
                throw CallFailure.Explain(e, new(_state.Services[0].Address));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private GrpcChannel Of(string service) => _channels.GetValueOrDefault(service) ?? throw new DeskException($"The desk that runs here has no service '{service}'; the story needs identity, leads, quoting and chainwatcher.");

    private async Task<string> TokenAsync(Role role, CancellationToken cancellation)
    {
        if (!_tokens.TryGetValue(role, out var token))
        {
            var person = DemoScript.People.First(p => p.Role == role);
            var password = _notes.People.GetValueOrDefault(person.Email) ?? throw new DeskException($"There is no demo person {person.Email}: start the desk without --empty, so that it has demo people.");
            var answer = await new IdentityService.IdentityServiceClient(Of("identity")).SignInAsync(
                new() { Email = person.Email, Password = password }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + CallLongest, cancellationToken: cancellation);
            _tokens[role] = token = answer.Tokens?.AccessToken ?? throw new DeskException($"{person.Email} has an authenticator app now, which this story cannot read. An administrator can take it away.");
        }

        return token;
    }

    // A refusal has details; a part that is away, or was killed in the middle of an answer, has none.
    private static bool IsPassing(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Unauthenticated => true,
        StatusCode.Aborted or StatusCode.ResourceExhausted => true,
        StatusCode.FailedPrecondition => CallFailure.ReasonOf(CallFailure.Explain(failure, new("http://localhost"))) is "SOURCE_AWAY" or "MARKET_UNREADABLE" or "NOTHING_READ" or "PRICE_STALE",
        _ => false,
    };
}
