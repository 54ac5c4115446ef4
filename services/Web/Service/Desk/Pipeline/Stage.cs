namespace CoretimeDesk.Web.Desk.Pipeline;

/// <summary>Where a deal stands, as a column of the board.</summary>
public enum Stage
{
    /// <summary>Nobody works it.</summary>
    Lead,

    /// <summary>Somebody does.</summary>
    Claimed,

    /// <summary>A quote is being written, priced or decided on.</summary>
    Quoting,

    /// <summary>The customer has it.</summary>
    Sent,

    /// <summary>The customer has said yes.</summary>
    Accepted,

    /// <summary>A finalised purchase was matched. Nobody moves a card here.</summary>
    Won,
}
