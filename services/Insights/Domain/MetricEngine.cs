using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights;

/// <summary>Figures from facts. Reads no clock: what is asked for says as of when.</summary>
public static class MetricEngine
{
    /// <summary>Works out what is asked for. The order of the facts does not matter.</summary>
    /// <exception cref="ArgumentException">The query names a metric that there is not, or its months are the wrong way round.</exception>
    public static MetricReport Compute(FactSet facts, MetricQuery query)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(query);
        throw new NotImplementedException();
    }

    /// <summary>Says what one figure is made of, down to facts.</summary>
    /// <param name="facts">The facts, in any order.</param>
    /// <param name="asOf">Facts that were recorded later do not exist.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="month">The month.</param>
    /// <param name="group">Only of this group; null for all.</param>
    /// <exception cref="ArgumentException">There is no such metric, or it is not grouped.</exception>
    public static Explanation Explain(FactSet facts, DateTimeOffset asOf, string metric, Month month, Group? group = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        throw new NotImplementedException();
    }
}
