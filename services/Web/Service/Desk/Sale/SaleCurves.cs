using System.Collections.Concurrent;
using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;

namespace CoretimeDesk.Web.Desk.Sale;

using Market = CoretimeDesk.ChainWatcher.V1.Market;

/// <summary>A price at a moment of the sale.</summary>
public sealed record CurvePoint(uint RelayBlock, Planck Price);

/// <summary>
/// How the price of a sale falls, point by point as the chain watcher tells it: prices are the chain's own, and no formula is kept here. A sale's curve never changes, so
/// that it is asked for once for everybody.
/// </summary>
internal sealed class SaleCurves
{
    private const int Steps = 48;
    private const int Most = 16;
    private readonly ConcurrentDictionary<string, IReadOnlyList<CurvePoint>> _known = [];

    /// <param name="market">The sale.</param>
    /// <param name="ask">Asks the chain watcher for one price.</param>
    public async Task<IReadOnlyList<CurvePoint>> OfAsync(Market market, Func<GetPriceRequest, Task<GetPriceResponse>> ask)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{market.Chain} {market.SaleStart} {market.LeadinLength} {market.StartPrice} {market.EndPrice} {market.RegionBegin}");
        if (_known.TryGetValue(key, out var points))
        {
            return points;
        }

        var read = await Task.WhenAll(Blocks(market).Select(block => ask(new() { Chain = market.Chain, RelayBlock = block })));
        points = [.. read.Select(p => new CurvePoint(p.RelayBlock, Planck.Parse(p.Price, CultureInfo.InvariantCulture)))];
        if (_known.Count >= Most)
        {
            _known.Clear(); // Of sales that are over.
        }

        return _known[key] = points;
    }

    /// <summary>From the first block of the lead-in to the first at the fixed price, both with it.</summary>
    internal static IReadOnlyList<uint> Blocks(Market market) =>
        [.. Enumerable.Range(0, Steps + 1).Select(i => (uint)(market.SaleStart + ((ulong)market.LeadinLength * (uint)i / Steps))).Distinct()];
}
