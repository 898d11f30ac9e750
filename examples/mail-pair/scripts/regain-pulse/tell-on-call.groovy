// regain-pulse of the mail pair: people decide when the mail goes back.
notify "$host has its pulse back ($reason). Address and mail stay here."
