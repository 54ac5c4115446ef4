namespace CoretimeDesk.Pdf;

/// <summary>A part of a document, whatever it is printed as. What a quote says is written once, and every form of it says the same.</summary>
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>The document's name.</summary>
    public sealed record Title(string Text, string Below) : Block;

    /// <summary>Something that must not be overlooked.</summary>
    public sealed record Warning(string Text) : Block;

    /// <summary>A part begins.</summary>
    public sealed record Heading(string Text) : Block;

    /// <summary>A sentence or several.</summary>
    public sealed record Paragraph(string Text) : Block;

    /// <summary>Names and values.</summary>
    public sealed record Facts(IReadOnlyList<Fact> Items) : Block;

    /// <summary>A table.</summary>
    /// <param name="Columns">Titles.</param>
    /// <param name="Numeric">Which of them hold numbers, which stand at the right.</param>
    /// <param name="Rows">Cells, as many as columns.</param>
    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<bool> Numeric, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;
}

/// <summary>A name and its value.</summary>
/// <param name="Name">"Valid until".</param>
/// <param name="Value">The value.</param>
/// <param name="IsCode">A digest or a number of the chain: it is copied rather than read.</param>
/// <param name="IsKey">One of the few that people look for.</param>
public sealed record Fact(string Name, string Value, bool IsCode = false, bool IsKey = false);
