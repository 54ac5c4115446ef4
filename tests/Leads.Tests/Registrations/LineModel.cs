namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>
/// What the desk's rules say about one account's line, told once more and as plainly as possible: who has it is computed from a
/// few dates, without events, rows or sweeps.
/// </summary>
internal sealed class LineModel
{
    private DateTimeOffset _due, _until, _last;
    private bool _approved, _house;
    private int _extensions;
    private DateTimeOffset _from;

    public string? Owner { get; private set; }

    public List<(string Owner, DateTimeOffset From, DateTimeOffset? Until)> History { get; } = [];

    public bool IsPending => Owner is not null && !_approved && !_house;

    public bool IsProtected => Owner is not null && _approved && !_house;

    public bool IsHouse => Owner is not null && _house;

    public int Extensions => _extensions;

    public DateTimeOffset Until => _until;

    public DateTimeOffset? WarnedAt(DateTimeOffset now) => IsProtected && now >= _last.AddDays(21) && _last.AddDays(21) < _until ? _last.AddDays(21) : null;

    /// <summary>Lets time pass.</summary>
    public void At(DateTimeOffset now)
    {
        if (IsPending && now >= _due)
        {
            Approve(_due);
        }

        if (IsProtected && (_last.AddDays(30) < _until ? _last.AddDays(30) : _until) is var end && now >= end)
        {
            End(end);
        }
    }

    public void Claim(string owner, DateTimeOffset now)
    {
        (Owner, _from, _due, _approved, _house, _last, _extensions) = (owner, now, ThreeWorkingDays(now), false, false, now, 0);
    }

    public void Approve(DateTimeOffset now) => (_approved, _until, _last) = (true, now.AddDays(90), _last > now ? _last : now);

    public void Extend(DateTimeOffset now) => (_until, _last, _extensions) = (_until.AddDays(45), now, _extensions + 1);

    public void Touch(DateTimeOffset at)
    {
        if (Owner is not null && !_house && at > _last)
        {
            _last = at;
        }
    }

    public void TakeForHouse(DateTimeOffset now) => (Owner, _from, _house) = ("House", now, true);

    public void Name(string owner, DateTimeOffset now)
    {
        if (Owner is not null)
        {
            History.Add((Owner, _from, now));
        }

        (Owner, _from, _house, _approved, _until, _last, _extensions) = (owner, now, false, true, now.AddDays(90), now, 0);
    }

    public void End(DateTimeOffset at)
    {
        History.Add((Owner!, _from, at));
        (Owner, _house) = (null, false);
    }

    public IEnumerable<(string Owner, DateTimeOffset From, DateTimeOffset? Until)> WholeHistory => Owner is null ? History : [.. History, (Owner, _from, null)];

    private static DateTimeOffset ThreeWorkingDays(DateTimeOffset start)
    {
        static DateTimeOffset OverWeekend(DateTimeOffset at) => at.DayOfWeek switch { DayOfWeek.Saturday => at.AddDays(2), DayOfWeek.Sunday => at.AddDays(1), _ => at };
        var at = OverWeekend(start);
        at = at == start ? at : new(at.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = 0; day < 3; day++)
        {
            at = OverWeekend(at.AddDays(1));
        }

        return at;
    }
}
