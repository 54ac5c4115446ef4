namespace CoretimeDesk.Web.Desk.Parts;

/// <summary>A state: always a word, a shape and a colour together.</summary>
public enum StKind
{
    /// <summary>To know.</summary>
    Info,

    /// <summary>Final, done.</summary>
    Done,

    /// <summary>Waiting, running out.</summary>
    Waiting,

    /// <summary>At risk, overdue.</summary>
    Risk,

    /// <summary>Stopped, refused.</summary>
    Stopped,

    /// <summary>Not begun.</summary>
    NotBegun,
}
