namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>Who brings a customer's yes.</summary>
/// <param name="Actor">The member of staff who records it; the desk itself for a customer who came by link.</param>
/// <param name="IsStaff">Somebody of the desk: what they type needs a paper to show.</param>
public sealed record Acceptor(Actor Actor, bool IsStaff)
{
    /// <summary>Recorded by staff.</summary>
    public static Acceptor Staff(Actor actor) => new(actor, true);

    /// <summary>The customer, by a link that only they have. Whoever checks the link calls this.</summary>
    public static Acceptor Customer { get; } = new(Actor.Desk, false);
}
