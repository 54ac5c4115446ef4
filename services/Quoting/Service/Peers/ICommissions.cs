using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>What Commissions knows of a sale before there is one. Every question is asked with the caller's own token.</summary>
public interface ICommissions
{
    /// <summary>The plan that a deal would have if it were accepted at an instant.</summary>
    /// <param name="token">The caller's token.</param>
    /// <param name="symbol">What amounts are of: "DOT".</param>
    /// <param name="at">When.</param>
    /// <param name="stop">Ends the question.</param>
    /// <exception cref="RefusedException">Commissions refuses, in its own words: NO_PLAN_IN_FORCE.</exception>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE with COMMISSION_UNKNOWN: it does not answer, and has not done so lately. No answer is ever taken for a rate of nothing.</exception>
    Task<QuotePlan> PlanAsync(string token, string symbol, DateTimeOffset at, CancellationToken stop);

    /// <summary>What planned payments would earn if the quote were accepted now.</summary>
    /// <exception cref="RefusedException">Commissions refuses, in its own words: NOT_YOUR_ESTIMATE.</exception>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE with COMMISSION_UNKNOWN: it does not answer.</exception>
    Task<Estimate> EstimateAsync(string token, string symbol, Guid owner, Guid account, IReadOnlyList<QuotePayment> payments, CancellationToken stop);
}
