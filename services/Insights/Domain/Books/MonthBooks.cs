using System.Numerics;

namespace CoretimeDesk.Insights.Books;

/// <summary>The books of all months in which anything counts.</summary>
internal sealed class MonthBooks
{
    private static readonly MonthBook Empty = new(default);
    private readonly Dictionary<Month, MonthBook> _books = [];
    private readonly List<MonthBook> _touched = [];

    /// <summary>How many things are in the books of a group; those of all do not count them.</summary>
    public int Entries { get; set; }

    /// <summary>Months that were touched since the last <see cref="Forget"/>.</summary>
    public IReadOnlyList<MonthBook> Touched => _touched;

    /// <summary>A month to read.</summary>
    public MonthBook this[Month month] => _books.GetValueOrDefault(month, Empty);

    /// <summary>The month of an instant, to enter something.</summary>
    /// <param name="ticks">The instant, in ticks of UTC.</param>
    /// <param name="touch">What will change.</param>
    public MonthBook Open(long ticks, Touch touch) => Open(Month.Of(ticks), touch);

    /// <summary>A month, to enter something.</summary>
    public MonthBook Open(Month month, Touch touch)
    {
        if (!_books.TryGetValue(month, out var book))
        {
            _books.Add(month, book = new(month));
        }

        if (book.Touched == Touch.None)
        {
            _touched.Add(book);
        }

        book.Touched |= touch;
        return book;
    }

    /// <summary>What was touched was looked at.</summary>
    public void Forget()
    {
        foreach (var book in _touched)
        {
            book.Touched = Touch.None;
        }

        _touched.Clear();
    }

    /// <summary>Opportunities that are neither won nor lost before the end of a month.</summary>
    public long OpenAtEndOf(Month month) => Sum(month, b => b.OpenDelta);

    /// <summary>Approvals that wait for longer than was promised at the end of a month.</summary>
    public int OverdueAtEndOf(Month month) => (int)Sum(month, b => b.OverdueDelta);

    /// <summary>What customers paid in their first three periods who were won four periods before the end of a month, or longer; in planck.</summary>
    public BigInteger FirstPeriodsUntil(Month month)
    {
        var sum = BigInteger.Zero;
        foreach (var (of, book) in _books)
        {
            sum += of <= month ? book.FirstPeriodsDelta : BigInteger.Zero;
        }

        return sum;
    }

    private long Sum(Month upTo, Func<MonthBook, long> of)
    {
        var sum = 0L;
        foreach (var (month, book) in _books)
        {
            sum += month <= upTo ? of(book) : 0;
        }

        return sum;
    }
}
