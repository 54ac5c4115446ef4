using System.Collections.Concurrent;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Quotes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>
/// Asks the Commissions service, each time. While it does not answer, the plan that it named within the last five minutes still counts, as long as that says itself that it is
/// in force: plans are announced ahead, so that is the same plan. After that nothing is priced, judged or sent.
/// </summary>
internal sealed class CommissionsPeer(EstimatesService.EstimatesServiceClient estimates, TimeProvider time) : ICommissions
{
    /// <summary>The reason of UNAVAILABLE.</summary>
    public const string Unknown = "COMMISSION_UNKNOWN";

    /// <summary>For so long an answer counts without being asked for again.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Heard> _heard = new(StringComparer.Ordinal);

    public async Task<QuotePlan> PlanAsync(string token, string symbol, DateTimeOffset at, CancellationToken stop)
    {
        try
        {
            var answer = await estimates.PlanInForceAsync(new() { Token = symbol, At = at.ToTimestamp() }, Options(token, stop));
            var plan = new QuotePlan(answer.PlanId, new(answer.FlatBp), new(answer.HighestBp), new(answer.OverlayBp), (int)answer.OverlayFromDay);
            _heard[symbol] = new(plan, at, answer.EffectiveTo?.ToDateTimeOffset(), time.GetTimestamp());
            return plan;
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            // It says otherwise now: what it said before does not count any more.
            _heard.TryRemove(symbol, out _);
            throw new RefusedException(refusal);
        }
        catch (RpcException e) when (IsAway(e, stop))
        {
            return _heard.TryGetValue(symbol, out var heard) && time.GetElapsedTime(heard.Told) < Lately && at >= heard.From && !(heard.Until <= at)
                ? heard.Plan
                : throw Refusals.Away(Unknown, $"The commission of a sale in {symbol} is not yet available: the Commissions service does not answer, and no quote is priced, judged or sent without it. Try again.");
        }
    }

    public async Task<Estimate> EstimateAsync(string token, string symbol, Guid owner, Guid account, IReadOnlyList<QuotePayment> payments, CancellationToken stop)
    {
        try
        {
            var request = new EstimateQuoteRequest
            {
                Token = symbol,
                OwnerId = owner.ToString(),
                AccountId = account.ToString(),
                Items = { payments.Select(p => new PlannedItem { At = p.At.ToTimestamp(), Kind = (PlannedKind)p.Kind, AmountPlanck = p.Amount.ToText(), RebatePlanck = p.Rebate.ToText() }) },
            };
            return (await estimates.EstimateQuoteAsync(request, Options(token, stop))).Estimate;
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
        catch (RpcException e) when (IsAway(e, stop))
        {
            throw Refusals.Away(Unknown, "The Commissions service does not answer. Try again.");
        }
    }

    // A fault of its own and an answer that comes too late are no answers either.
    private static bool IsAway(RpcException e, CancellationToken stop) =>
        !stop.IsCancellationRequested && e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Unimplemented;

    private CallOptions Options(string token, CancellationToken stop) => new(new Metadata { { "authorization", token } }, time.GetUtcNow().UtcDateTime + Patience, stop);

    /// <param name="Plan">What it named.</param>
    /// <param name="From">For which instant.</param>
    /// <param name="Until">First instant at which it is not in force; null for an open end.</param>
    /// <param name="Told">When: a timestamp of the clock that no one sets back.</param>
    private sealed record Heard(QuotePlan Plan, DateTimeOffset From, DateTimeOffset? Until, long Told);
}
