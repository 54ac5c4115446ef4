using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Sale;

using Market = CoretimeDesk.ChainWatcher.V1.Market;
using SalePhase = CoretimeDesk.ChainWatcher.V1.SalePhase;
using Token = CoretimeDesk.Market.Token;

/// <summary>
/// Where the lines of the price curve lie: time from left to right, price on a logarithmic scale from below. Places on the picture are approximate; every number that is
/// written beside them is exact.
/// </summary>
public sealed class CurveDrawing
{
    public const int Width = 720;
    public const int Height = 280;
    private const double Left = 62, Right = 708, Top = 34, Bottom = 236;

    private readonly Market _market;
    private readonly DateTimeOffset _begin, _end;
    private readonly double _low, _high;

    public CurveDrawing(Market market, IReadOnlyList<CurvePoint> points, IReadOnlyList<Purchased> purchases)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(purchases);
        _market = market;
        (SaleStart, FixedPrice, Rotation) = (market.SaleStartAt.ToDateTimeOffset(), market.FixedPriceAt.ToDateTimeOffset(), market.NextRotationAt.ToDateTimeOffset());
        BlockTime = market.LeadinLength == 0 ? TimeSpan.FromSeconds(6) : (FixedPrice - SaleStart) / market.LeadinLength;
        _begin = SaleStart - (BlockTime * market.InterludeLength);
        _end = Rotation > FixedPrice ? Rotation : FixedPrice + BlockTime;
        var token = new Token(market.Token.Symbol, (int)market.Token.Decimals);
        var prices = points.Select(p => Log(p.Price)).Append(Log(Parse(market.EndPrice))).Append(Log(Parse(market.Price))).ToList();
        (_low, _high) = (prices.Min(), prices.Max());
        if (_high - _low < 0.3)
        {
            (_low, _high) = (_low - 0.15, _high + 0.15); // A flat price is a flat line in the middle.
        }

        Now = (X(market.BlockTime.ToDateTimeOffset()), Y(Parse(market.Price)));
        var curve = points.Select(p => (p.RelayBlock, At: (X: X(p.RelayBlock), Y: Y(p.Price)))).ToList();
        var isBefore = market.Phase == SalePhase.Interlude;
        List<(double X, double Y)> past = isBefore ? [] : [.. curve.Where(p => p.RelayBlock <= market.RelayBlock).Select(p => p.At), Now];
        Past = Path(past);
        Next = Path([.. isBefore || market.Phase == SalePhase.FixedPrice ? [] : new[] { Now }, .. curve.Where(p => isBefore || p.RelayBlock > market.RelayBlock).Select(p => p.At), (Right, Y(Parse(market.EndPrice)))]);
        if (market.Phase == SalePhase.FixedPrice)
        {
            Next = Path([Now, (Right, Now.Y)]);
        }

        Purchases = [.. purchases.Where(p => p.Origin.RelayBlock >= market.SaleStart && p.Price.Length > 0).Select(p => (X(p.Origin.OccurredAt.ToDateTimeOffset()), Y(Parse(p.Price))))];
        Ticks = [.. Powers(token).Select(p => (p.Price, Y(p.Price), p.Text))];
    }

    public DateTimeOffset SaleStart { get; }

    public DateTimeOffset FixedPrice { get; }

    public DateTimeOffset Rotation { get; }

    /// <summary>Of the relay chain.</summary>
    public TimeSpan BlockTime { get; }

    /// <summary>Where the price is at the block that was read last.</summary>
    public (double X, double Y) Now { get; }

    /// <summary>What was, as the path of an SVG.</summary>
    public string Past { get; }

    /// <summary>What is to come.</summary>
    public string Next { get; }

    public IReadOnlyList<(double X, double Y)> Purchases { get; }

    /// <summary>Round prices on the axis.</summary>
    public IReadOnlyList<(Planck Price, double Y, string Text)> Ticks { get; }

    /// <summary>The phases as bands, with their names and where they begin and end.</summary>
    public IReadOnlyList<(string Name, double From, double To, DateTimeOffset Begin, bool IsNow)> Bands =>
    [
        ("Renewals only", Left, X(SaleStart), _begin, _market.Phase == SalePhase.Interlude),
        ("Lead-in: the price falls", X(SaleStart), X(FixedPrice), SaleStart, _market.Phase == SalePhase.Leadin),
        ("Fixed price", X(FixedPrice), Right, FixedPrice, _market.Phase == SalePhase.FixedPrice),
    ];

    public static string N(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    public double X(DateTimeOffset at) => Left + (Math.Clamp((at - _begin) / (_end - _begin), 0, 1) * (Right - Left));

    public double Y(Planck price) => Bottom - (Math.Clamp((Log(price) - _low) / (_high - _low), 0, 1) * (Bottom - Top));

    private double X(uint relayBlock) => X(SaleStart + (BlockTime * ((double)relayBlock - _market.SaleStart)));

    private static double Log(Planck price) => Math.Log10((double)(price.Value == 0 ? 1 : price.Value));

    private static Planck Parse(string planck) => Planck.Parse(planck, CultureInfo.InvariantCulture);

    private static string Path(List<(double X, double Y)> points) => points.Count < 2 ? "" : "M" + string.Join(" L", points.Select(p => $"{N(p.X)} {N(p.Y)}"));

    // 1, 3, 10, 30, 100 … tokens, as far as they lie on the picture.
    private IEnumerable<(Planck Price, string Text)> Powers(Token token)
    {
        var unit = token.One.Value;
        for (UInt128 whole = 1; whole <= 1_000_000_000; whole *= 10)
        {
            foreach (var tokens in new[] { whole, whole * 3 })
            {
                var price = new Planck(unit * tokens);
                if (Log(price) >= _low - 0.01 && Log(price) <= _high + 0.01)
                {
                    yield return (price, Words.Number((long)tokens));
                }
            }
        }
    }
}
