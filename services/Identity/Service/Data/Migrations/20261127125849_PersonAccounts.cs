using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class PersonAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "person_accounts",
                schema: "identity",
                columns: table => new
                {
                    account = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    added_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_accounts", x => x.account);
                    table.CheckConstraint("person_accounts_account", "account ~ '^0x[0-9a-f]{64}$'");
                    table.ForeignKey(
                        name: "person_accounts_of_a_person",
                        column: x => x.person_id,
                        principalSchema: "identity",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Chain accounts that people of the desk control. The key says that an account is one person's.");

            migrationBuilder.CreateIndex(
                name: "person_accounts_person",
                schema: "identity",
                table: "person_accounts",
                columns: new[] { "person_id", "added_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "person_accounts",
                schema: "identity");
        }
    }
}
