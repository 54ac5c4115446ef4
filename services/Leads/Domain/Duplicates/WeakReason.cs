namespace CoretimeDesk.Leads;

/// <summary>Why two accounts may be one customer. None of these merges anything by itself.</summary>
public enum WeakReason
{
    /// <summary>The names are alike.</summary>
    SimilarName = 1,

    /// <summary>A contact's e-mail domain is the other's.</summary>
    SameEmailDomain = 2,

    /// <summary>A contact of both has the same address.</summary>
    SameContact = 3,

    /// <summary>The same chain account, unproven on one side at least.</summary>
    SameChainAccount = 4,

    /// <summary>One domain lies under the other's.</summary>
    DomainWithin = 5,
}

/// <summary>How much each reason weighs.</summary>
public static class WeakReasons
{
    /// <summary>Names below this are not alike, in hundredths.</summary>
    public const int SimilarFrom = 60;

    /// <summary>1 to 100; for names it is how alike they are.</summary>
    public static int ScoreOf(WeakReason reason) => reason switch
    {
        WeakReason.SameContact => 90,
        WeakReason.SameChainAccount => 85,
        WeakReason.SameEmailDomain => 75,
        WeakReason.DomainWithin => 70,
        _ => SimilarFrom,
    };
}
