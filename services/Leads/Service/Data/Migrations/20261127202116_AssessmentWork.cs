using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class AssessmentWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assessment_works",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_by = table.Column<string>(type: "text", nullable: true),
                    asked_why = table.Column<string>(type: "text", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    asked_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    taken_by = table.Column<string>(type: "text", nullable: true),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    draft = table.Column<string>(type: "text", nullable: true),
                    draft_version = table.Column<long>(type: "bigint", nullable: false),
                    draft_saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    draft_saved_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_works", x => x.id);
                    table.CheckConstraint("assessment_works_asked_is_whole", "num_nonnulls(asked_by_id, asked_by, asked_why, asked_at, asked_due_at) in (0, 5)");
                    table.CheckConstraint("assessment_works_draft_is_whole", "(draft is null) = (draft_saved_at is null)");
                    table.CheckConstraint("assessment_works_taken_is_whole", "num_nonnulls(taken_by_id, taken_by, taken_at) in (0, 3)");
                    table.ForeignKey(
                        name: "fk_assessment_works_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Who asked for an account's assessment, who works on it, and what is written so far. One row per account at most. No prices.");

            migrationBuilder.CreateIndex(
                name: "assessment_works_one_of_account",
                schema: "leads",
                table: "assessment_works",
                column: "account_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_works",
                schema: "leads");
        }
    }
}
