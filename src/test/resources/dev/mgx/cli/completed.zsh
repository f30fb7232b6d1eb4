# What zsh offers for a line when somebody presses Tab: zsh -f completed.zsh SCRIPT LINE FILE, which gets an offer a line.
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "PS1= ; source ${(q)1}
compadd() {
  local -a offers
  [[ \$* == *' -'[OAD]' '* ]] || { builtin compadd -A offers \"\$@\"; (( \$#offers )) && print -l -- \$offers >> ${(q)3} }
  builtin compadd \"\$@\"
}
offer() { zle complete-word; print -n @END@ }
zle -N offer; bindkey '^I' offer; print -n @READY@@"
zpty -r inner out '*@READY@@*'
zpty -w -n inner "$2"$'\t'
zpty -r inner out '*@END@*'
zpty -d inner
