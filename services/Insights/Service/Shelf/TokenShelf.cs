namespace CoretimeDesk.Insights.Shelf;

/// <summary>What of the shelf is in a token, and how far its books are behind. Whoever calls holds the shelf.</summary>
internal sealed class TokenShelf(string token)
{
    private List<KeptFact> _added = [];
    private TokenFacts? _facts;
    private Task<TokenFacts>? _making;

    /// <summary>What is in the books holds no more.</summary>
    public bool IsStale { get; set; } = true;

    /// <summary>A fact is in this token, or in every one.</summary>
    public bool Has(KeptFact fact) => fact.Token.Length == 0 || fact.Token == token;

    /// <summary>A fact is otherwise than before.</summary>
    /// <param name="before">Null for a new one.</param>
    /// <param name="after">Null for one that is gone.</param>
    public void Change(KeptFact? before, KeptFact? after)
    {
        IsStale |= before is not null && Has(before);
        if (before is null && after is not null && Has(after))
        {
            _added.Add(after);
        }
    }

    /// <summary>The facts with all changes. If there are more than a few and their books must be made anew, as they were before until that is done.</summary>
    public async Task<TokenFacts> ReadAsync(Func<IReadOnlyCollection<KeptFact>> all, Staff staff, long revision, int few, DateTimeOffset now)
    {
        if (_making is { IsCompleted: true } made)
        {
            _making = null;
            IsStale |= !made.IsCompletedSuccessfully;
            _facts = made.IsCompletedSuccessfully ? await made : _facts;
        }

        if (_making is null && !IsStale && !_facts!.TryAdd(_added, revision, now))
        {
            IsStale = true;
        }

        if (_making is not null)
        {
            return _facts!;
        }

        if (!IsStale)
        {
            _added = [];
            return _facts!;
        }

        (_added, IsStale) = ([], false);
        var kept = all();
        if (_facts is null || kept.Count <= few)
        {
            _facts = null;
            try
            {
                return _facts = new(kept, staff, revision, now);
            }
            finally
            {
                IsStale = _facts is null;
            }
        }

        _facts.StandsAt ??= now;
        _making = Task.Run(() => new TokenFacts(kept, staff, revision, now), CancellationToken.None);
        return _facts;
    }
}
